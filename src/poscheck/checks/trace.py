"""The record of one evaluation of one check: what came out and what was seen. Texts are made when they are asked for.

Most traces are never shown, so one keeps the node and the values that were seen, and costs little to make. The classes
are plain for the same reason; whoever gets a trace leaves it as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from poscheck.checks import list_phrases, nodes, phrases
from poscheck.contract import Kind
from poscheck.scorecard import ProblemKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.checks.truth import Truth
    from poscheck.contract import Field
    from poscheck.paths import Path as Place

Item = tuple[Any, "Place", "Field | None"]
"""An item of a list, its place, and what the contract says of it."""

Counted = list[tuple["Trace | None", Item]]
"""The items of a list that may count, each with the trace of `consider`."""

_SAID = {nodes.All: "all of these", nodes.Any: "one of these is enough", nodes.Not: "this must not hold"}
_WORDS = {nodes.All: "all", nodes.Any: "any", nodes.Not: "not", nodes.Among: "among"}
_KINDS_OF_ITEMS = frozenset({"kind", "role", "sector", "subject", "level"})
"""Fields that say what an item is: nobody is told to become another kind of partner."""


class Trace:
    """What one node asked, what was seen, and what came out.

    ``problem`` is which trouble it is where ``truth`` is not true. ``item`` is the item of a list that the trace is
    about, and ``considered`` the truth of its being a candidate; ``rejected`` tells of the items that are none why.
    ``to_follow`` marks a list that is open because it is still being collected; ``not_applicable`` is set where the
    outermost list word found no candidate.
    """

    leaf: ClassVar[bool] = False
    truth: Truth
    problem: ProblemKind | None = None
    children: tuple[Trace, ...] = ()
    item: Item | None = None
    considered: Truth = True
    to_follow: bool = False
    not_applicable: bool = False
    rejected: tuple[Trace, ...] = ()

    @property
    def word(self) -> str:
        """The word of the rule language that joins the children; empty for other traces."""
        return ""

    @property
    def asked(self) -> str:
        """What was asked."""
        return "is there"

    @property
    def answer(self) -> str | None:
        """What was found, in short, as it follows what was asked."""
        return None

    @property
    def found(self) -> str | None:
        """What was found, where one sentence says it."""
        return None

    @property
    def denies(self) -> bool:
        """Whether what stands below it should not hold."""
        return False

    @property
    def label(self) -> str | None:
        """The name of the item that the trace is about."""
        if self.item is None:
            return None
        value, place, field = self.item
        return phrases.label(value, field, int(place[-1]))

    @property
    def of_items(self) -> bool:
        """Whether the children are items of a list, each with its name."""
        return bool(self.children) and self.children[0].item is not None

    @property
    def lacking(self) -> int:
        """How many leaves do not hold."""
        return sum([child.lacking for child in self.children])

    def leaves(self) -> list[Leaf]:
        """All leaves, in written order."""
        return [leaf for child in self.children for leaf in child.leaves()]


class Leaf(Trace):
    """A test of one value; or, without a ``test``, a value that was only collected.

    ``operand`` is what was found for the right-hand side of the test.
    """

    leaf = True

    def __init__(
        self,
        truth: Truth,
        problem: ProblemKind | None,
        place: Place,
        path: nodes.Path,
        value: Any,
        test: nodes.Test | None = None,
        operand: Any = None,
    ) -> None:
        self.truth = truth
        self.problem = problem
        self.place = place
        self.path = path
        self.value = value
        self.test = test
        self.operand = operand

    @classmethod
    def collected(cls, path: nodes.Path, value: Any, place: Place, *, missing: bool) -> Leaf:
        """The trace of a value that is only collected: it is there, or missing."""
        return cls(None if missing else True, ProblemKind.MISSING if missing else None, place, path, value)

    @property
    def asked(self) -> str:
        """What was asked of the value."""
        return phrases.asked(self.test, self.operand, self.path.field)

    @property
    def subject(self) -> str:
        """The heading of the field."""
        return phrases.title(self.path)

    @property
    def seen(self) -> str | None:
        """The value as text, None where it is missing."""
        if self.value is None or (self.value == {} and self.test is not None):
            return None
        return phrases.seen(self.test, self.value, self.path.field)

    @property
    def of_term(self) -> bool:
        """Whether it was asked if a record is in force, so that the value is told by how long it runs."""
        return phrases.of_term(self.test, self.value)

    @property
    def identity(self) -> bool:
        """Whether it was asked what an item is (a plain item itself, or its kind) and not what it shows."""
        if not self.path.steps:
            return self.path.field.kind is not Kind.RECORD
        last, test = self.path.steps[-1], self.test
        asks = isinstance(test, nodes.Compare) and test.word in {nodes.Word.IS, nodes.Word.ONE_OF}
        return asks and isinstance(last, nodes.Get) and last.key in _KINDS_OF_ITEMS

    @property
    def lacking(self) -> int:
        """1 unless it holds."""
        return int(self.truth is not True)

    def leaves(self) -> list[Leaf]:
        """Itself."""
        return [self]


class Group(Trace):
    """Checks joined by `all`, `any`, `not` or `among`; for the last, ``wanted`` is how many have to hold."""

    def __init__(self, truth: Truth, node: nodes.Joined, parts: tuple[Trace, ...], wanted: int | None = None) -> None:
        self.wanted = wanted
        self.truth = truth
        self.children = parts
        self.node = node
        if type(node) is nodes.Not:
            self.problem = open_problem(truth)

    @property
    def word(self) -> str:
        """The word that joins the checks."""
        return _WORDS[type(self.node)]

    @property
    def asked(self) -> str:
        """How many of the checks have to hold."""
        if not isinstance(self.node, nodes.Among):
            return _SAID[type(self.node)]
        return f"at least {'so many' if self.wanted is None else self.wanted} of these"

    @property
    def denies(self) -> bool:
        """Whether what stands below it should not hold."""
        return isinstance(self.node, nodes.Not)

    @property
    def answer(self) -> str | None:
        """How many of the checks hold, where several have to."""
        holding = sum(part.truth is True for part in self.children)
        if not isinstance(self.node, nodes.Among):
            return None
        return f"{holding or 'none'} {'do' if holding > 1 else 'does'}"

    @property
    def found(self) -> str | None:
        """How many of the checks hold, where several have to, in a sentence of its own."""
        if not isinstance(self.node, nodes.Among):
            return None
        holding = sum(part.truth is True for part in self.children)
        verb = "hold" if holding > 1 else "holds"
        return f"{holding or 'none'} of {len(self.children)} conditions {verb}; {self.node.count} have to"


class Candidate(Trace):
    """One item of a list: what it has to show and, where that is unknown, why it may be no candidate."""

    def __init__(self, considered: Trace | None, must: Trace | None, item: Item) -> None:
        doubt = () if considered is None or considered.truth is not None else (considered,)
        self.truth = True if must is None else must.truth
        self.children = doubt if must is None else (*doubt, must)
        self.item = item
        self.considered = None if doubt else True
        self.must = must

    @property
    def word(self) -> str:
        """That of what it has to show."""
        return "" if self.must is None else self.must.word

    @property
    def asked(self) -> str:
        """What it has to show."""
        return super().asked if self.must is None else self.must.asked


class Quantified(Trace):
    """A list word; the children are the candidates. ``listed`` is the number of items, None where there is no list."""

    def __init__(
        self, truth: Truth, node: nodes.Quantified, children: tuple[Trace, ...], listed: int | None, wanted: Any
    ) -> None:
        self.truth = truth
        self.problem = open_problem(truth)
        self.children = children
        self.node = node
        self.listed = listed
        self.wanted = wanted

    @property
    def word(self) -> str:
        """The list word."""
        return self.node.word

    @property
    def denies(self) -> bool:
        """Whether it says what no item may be."""
        return list_phrases.denies(self.node, self.wanted)

    @property
    def asked(self) -> str:
        """How many items have to show it."""
        return list_phrases.quantified_asked(self.node, self.wanted)

    @property
    def answer(self) -> str | None:
        """How many items show it, in short."""
        return None if self.listed is None else list_phrases.quantified_answer(self.node, self.children, self.listed)

    @property
    def found(self) -> str | None:
        """How many items show it."""
        if self.listed is None:
            return None
        return list_phrases.quantified_found(self.node, self.children, self.wanted, self.listed)


class Whole(Trace):
    """A word about a list as a whole, or about two fields; its texts are made by the functions given.

    ``lacks`` gives the values that were asked for and do not appear, with their words; ``offends`` tells whether a
    value is one that should not be as it is.
    """

    offends: Callable[[Any], bool] | None = None
    lacks: Callable[[], list[tuple[Any, str]]] | None = None

    def __init__(
        self,
        truth: Truth,
        failed: ProblemKind,
        children: tuple[Trace, ...],
        asked: Callable[[], str],
        answer: Callable[[], str | None] = lambda: None,
        found: Callable[[], str | None] = lambda: None,
    ) -> None:
        self.truth = truth
        self.problem = open_problem(truth, failed)
        self.children = children
        self._asked = asked
        self._answer = answer
        self._found = found

    @property
    def asked(self) -> str:
        """What was asked."""
        return self._asked()

    @property
    def answer(self) -> str | None:
        """What the list came to, in short."""
        return self._answer()

    @property
    def found(self) -> str | None:
        """What the list came to."""
        return self._found()


def open_problem(truth: Truth, failed: ProblemKind = ProblemKind.INSUFFICIENT) -> ProblemKind | None:
    """Which problem a truth is: none where it is true, *missing* where it is unknown, else ``failed``."""
    return None if truth else ProblemKind.MISSING if truth is None else failed
