"""A glance at a check, and what the code of ``emit_glances`` calls: three facts of a trace, without the trace.

A batch wants to know of every rule that is not met which problem it is and where the first value stands that tells so.
The explainer's traces say it, and much more; a glance keeps only what these two follow from.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from poscheck.checks import list_phrases, nodes
from poscheck.checks.explain_lists import truth_of
from poscheck.checks.telling import NEAREST, failing_problem, first_place, nearest_of
from poscheck.scorecard import ProblemKind

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from poscheck.checks.explainer import Explainer
    from poscheck.checks.trace import Item
    from poscheck.checks.truth import Truth
    from poscheck.paths import Path

    Leaf = tuple[Truth, Path | None, int]
    """Whether a value is there, its place, and how many leaves of the trace do not hold."""


class Glance:
    """What a check came to. ``lacking`` counts the leaves that do not hold; ``problem`` is set where it is false.

    Of the candidate of a list word, ``considered`` is None where it may be none. ``place`` is that of the first value
    that tells why it came to this.
    """

    __slots__ = ("considered", "lacking", "place", "problem", "truth")

    def __init__(
        self, truth: Truth, considered: Truth, lacking: int, problem: ProblemKind | None, place: Path | None
    ) -> None:
        self.truth = truth
        self.considered = considered
        self.lacking = lacking
        self.problem = problem
        self.place = place


def first(truth: Truth, parts: Iterable[tuple[Truth, Path | None]]) -> Path | None:
    """The place of the first part that came to ``truth`` and has one; else that of the first other part."""
    others = None
    for part, place in parts:
        if place is not None:
            if part is truth:
                return place
            others = others or place
    return others


def quantified(
    node: nodes.Quantified, children: list[Glance], wanted: Any, *, still_open: bool, outermost: bool
) -> Glance:
    """A list word, by its candidates."""
    if not children:
        if outermost and node.if_empty is nodes.IfEmpty.NOT_APPLICABLE:
            return Glance(True, True, 0, None, None)
        truth = truth_of(node, children, wanted, still_open=still_open)
        return Glance(truth, True, 0, ProblemKind.INSUFFICIENT if truth is False else None, None)
    truth = truth_of(node, children, wanted, still_open=still_open)
    problem = None
    if truth is True:
        telling = [child for child in children if child.truth is True]
    else:
        denies = list_phrases.denies(node, wanted)
        telling = nearest_of(children, truth, excess=denies or node.word is nodes.Quantifier.AT_MOST)
        if truth is False:
            failing = None if denies else next((child for child in telling if child.truth is False), None)
            problem = (failing and failing.problem) or ProblemKind.INSUFFICIENT
    place = next((child.place for child in telling[:NEAREST] if child.place is not None), None)
    return Glance(truth, True, sum([child.lacking for child in children]), problem, place)


def of_single_values(
    truths: list[Truth], wanted: int | None, failed: ProblemKind | None, start: Path, *, still_open: bool
) -> Glance:
    """At least so many of a list of single values, by what a test of each comes to; as :func:`quantified`.

    ``failed`` is the problem where a test fails, ``start`` the place of the list.
    """
    sure, possible = truths.count(True), len(truths) - truths.count(False)
    truth: Truth = None
    if wanted is not None and (sure >= wanted or (possible < wanted and not still_open)):
        truth = sure >= wanted
    shown = True if truth else None if truth is None and None in truths else False
    if truth is False:
        tells = next((number for number, each in enumerate(truths) if each is not True), None)
    else:
        tells = truths.index(shown) if shown in truths else None
    problem = ProblemKind.INSUFFICIENT if truth is False else None
    if problem and failed and False in truths:
        problem = failed
    return Glance(truth, True, len(truths) - sure, problem, None if tells is None else (*start, tells))


def whole(truth: Truth, failed: ProblemKind, leaves: list[Leaf], *, grouped: bool = False) -> Glance:
    """A word about values that were taken; ``grouped`` where a leaf stands for several, of which it is not told all.

    A value is there (True) or missing (None). Of an item that may be no candidate there is a leaf of its own.
    """
    lacking = sum([lacks for _, _, lacks in leaves])
    if not grouped:
        place = first(truth, [(each, at) for each, at, _ in leaves])
    elif truth is True:
        place = _first_of([leaf for leaf in leaves if leaf[0] is True])
    else:
        place = _first_of(sorted([leaf for leaf in leaves if leaf[0] is not True], key=itemgetter(2)))
    return Glance(truth, True, lacking, failed if truth is False else None, place)


def _first_of(leaves: list[Leaf]) -> Path | None:
    return next((place for _, place, _ in leaves[:NEAREST] if place is not None), None)


def traced(explainer: Explainer, node: nodes.Check, names: Mapping[str, Item], sections: Container[str]) -> Glance:
    """What an explanation would say, of what is seldom met."""
    explainer.names.update(names)
    trace = explainer.check(node)
    problem = failing_problem(trace) if trace.truth is False else None
    return Glance(trace.truth, True, trace.lacking, problem, first_place(trace, sections))


def problem(explainer: Explainer, node: nodes.On, names: Mapping[str, Item]) -> ProblemKind | None:
    """Which problem a failed test is."""
    explainer.names.update(names)
    return explainer.on(node).problem


def place(explainer: Explainer, path: nodes.Path, names: Mapping[str, Item], sections: Container[str]) -> Path | None:
    """The place of a value that references lead to; None in a section that is not there."""
    explainer.names.update(names)
    found = explainer.get(path)[1]
    return found if str(found[0]) in sections else None


def referred(
    named: Mapping[Any, tuple[Any, Path]], value: Any, reference: Path, keys: Path, sections: Container[str]
) -> Path | None:
    """As :func:`place`, where the only reference is ``value``, at the place ``reference``, to one of the ``named``."""
    found = (*(named[value][1] if value in named else reference), *keys)
    return found if found[0] in sections else None
