"""Loading a ruleset with all of its ancestors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.errors import RulesetError, did_you_mean
from poscheck.ruleset import cache
from poscheck.ruleset.folders import RULESET_FILE, find_ruleset, ruleset_digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from poscheck.errors import Problem
    from poscheck.ruleset.files import RulesetFiles
    from poscheck.ruleset.model import Ruleset
    from poscheck.ruleset.written import Written

DEFAULT = "ten-components"
_MOST_ANCESTORS = 8


def load_ruleset(name: str | Path = DEFAULT) -> Ruleset:
    """The shipped ruleset of that name, or the one in that folder.

    Raises :class:`~poscheck.errors.RulesetError` with every problem of every file, each with its place.
    """
    folder = find_ruleset(name)
    kept = None
    if not _may_extend(folder / RULESET_FILE):  # only then is the digest known without reading
        kept = cache.entry(ruleset_digest([folder]))
        if (found := cache.load(kept)) is not None:
            return found
    from poscheck.ruleset.sharing import shared

    ruleset = shared(_load(folder))
    cache.store(kept, ruleset)
    return ruleset


def load_written(name: str | Path) -> Written:
    """As :func:`load_ruleset`, with the place of every part; nothing of it comes from the cache."""
    return _written(find_ruleset(name))


def _may_extend(file: Path) -> bool:
    """Whether the word stands anywhere but in a comment; a cheap look, before any parsing."""
    lines = file.read_bytes().splitlines()
    return any(b"extends" in line and not line.lstrip().startswith(b"#") for line in lines)


def _load(folder: Path) -> Ruleset:
    return _written(folder).ruleset


def _written(folder: Path) -> Written:
    from poscheck.ruleset.assemble import Assembler
    from poscheck.ruleset.draft import Placed, lay
    from poscheck.ruleset.mend import only_follows
    from poscheck.ruleset.written import Written

    layers = _layers(folder)
    draft = lay(layers)
    main = Placed(layers[-1].main, ())
    assembler = Assembler(draft, main)
    ruleset = assembler.assemble(ruleset_digest([layer.folder for layer in layers]))
    aside = [problem for layer in layers for problem in layer.aside]
    problems = [*aside, *(problem for problem in draft.problems if not only_follows(problem, aside))]
    if problems:
        raise _error(problems)
    return Written(ruleset, draft, layers[-1], assembler)


def _error(problems: Iterable[Problem]) -> RulesetError:
    """Every problem once, in the order of files and lines; those of one place in the order in which they were found."""
    once = dict.fromkeys(problems)
    return RulesetError(sorted(once, key=lambda p: (p.file or "", p.line or 0, p.column or 0, p.code)))


def _layers(folder: Path) -> list[RulesetFiles]:
    """The ruleset's files and those of its ancestors, the ancestor first."""
    from poscheck.ruleset.files import read_ruleset

    layers = [read_ruleset(folder)]
    while (parent := layers[0].main.content.extends) is not None:
        beside = layers[0].folder.parent / parent
        try:
            found = find_ruleset(beside if (beside / RULESET_FILE).is_file() else parent)
        except RulesetError as error:
            said = error.problems[0]
            beside_it = [folder.parent.name for folder in beside.parent.glob(f"*/{RULESET_FILE}")]
            near = said.suggestion or did_you_mean(parent, beside_it)
            message = f"`extends`: {said.message}, and no folder {parent} beside {layers[0].folder.name}"
            raise _error([
                *layers[0].aside,
                layers[0].main.problem(said.code, message, ("extends",), allowed=said.allowed, suggestion=near)
            ]) from None  # fmt: skip
        if any(found.resolve() == layer.folder.resolve() for layer in layers) or len(layers) > _MOST_ANCESTORS:
            message = f"`extends: {parent}` leads back to a ruleset that extends it"
            raise _error([*layers[0].aside, layers[0].main.problem("circular-extends", message, ("extends",))])
        layers.insert(0, read_ruleset(found))
    return layers
