"""What ``poscheck rules new`` writes: a ruleset or one rule to begin with, made from the examples in ``templates/``.

The examples are rulesets that load as they stand; only names, levels and dates in them are replaced.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from poscheck.dates import iso
from poscheck.errors import UsageError
from poscheck.resources import data_dir
from poscheck.ruleset.source import ID, IN_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from poscheck.ruleset import Ruleset

_NAME, _TITLE = "my-state", "My state's rules"
_RULE, _LEVEL = "P1-members-from-industry", "met"
_ADDED, _CRITERION = "11-my-state.yaml", "S1"


def new_ruleset(name: str, title: str | None) -> Mapping[str, str]:
    """The files of a ruleset of its own, by their paths in its folder."""
    return _named(_files("ruleset"), name, title)


def extending_ruleset(name: str, title: str | None, parent: Ruleset, extends: str) -> Mapping[str, str]:
    """The files of a ruleset that builds on ``parent``, which it calls ``extends``."""
    files = _named(_files("ruleset-extending"), name, title)
    number = max(component.number for component in parent.components) + 1
    main = files["ruleset.yaml"].replace("extends: ten-components", f"extends: {extends}")
    main = main.replace("from: 2010-08-06", f"from: {iso(parent.first_day)}")
    added = files[_ADDED.replace(_NAME, name)].replace("number: 11", f"number: {number}")
    levels = [parent.scale[1].name, parent.scale[min(2, len(parent.scale) - 1)].name]
    for written, level in zip(("emerging", "quality"), levels, strict=True):
        added = added.replace(f"level: {written}", f"level: {plain(level)}")
    taken = {criterion.id for criterion in parent.criteria}
    criterion = next(f"S{place}" for place in range(1, len(taken) + 2) if f"S{place}" not in taken)
    added = re.sub(rf"\b{_CRITERION}\b", criterion, added)
    return {"ruleset.yaml": main, f"{number:02}-{name}.yaml": added}


def new_rule(name: str, ruleset: Ruleset) -> str:
    """One rule with its comments, to be put under ``rules:`` of a criterion."""
    _check_name(name)
    taken = {rule.id for rule in ruleset.rules}
    if name in taken:
        raise UsageError(f"there is a rule {name} in {ruleset.id} already; choose another name.")
    level = ruleset.scale[ruleset.required_rating].name
    text = (data_dir("templates") / "rule.yaml").read_text(encoding="utf-8")
    return text.replace(_RULE, name).replace(f"level: {_LEVEL}", f"level: {plain(level)}")


def new_component(rule: str, ruleset: Ruleset, name: str) -> str:
    """A whole component file with one criterion and one rule; ``name`` is the component's id."""
    _check_name(name)
    criterion = rule.split("-", maxsplit=1)[0]
    number = max(component.number for component in ruleset.components) + 1
    cited = ruleset.components[0].criteria[0].citation
    item = f", item: {plain(cited.item)}" if cited.item else ""
    head = f"""\
component: {name}
number: {number}
title: {plain(_words(name))}
criteria:
  - id: {plain(criterion)}
    title: {plain(_words(rule.removeprefix(criterion).strip("-") or name))}
    responsible: district
    citation: {{source: {cited.source}{item}}}
    why: Say here why it is asked, in a sentence that a superintendent would sign.
    rules:
"""
    return head + "".join(f"      {line}\n" for line in new_rule(rule, ruleset).splitlines())


def plain(text: str) -> str:
    """``text`` as YAML, in quotation marks wherever it might be read as something else."""
    return text if re.fullmatch(r"[A-Za-z][A-Za-z \-]*", text) else json.dumps(text, ensure_ascii=False)


def _files(folder: str) -> dict[str, str]:
    root: Path = data_dir("templates") / folder
    return {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in sorted(root.rglob("*.yaml"))
    }


def _named(files: Mapping[str, str], name: str, title: str | None) -> dict[str, str]:
    """The files with the ruleset's own name and title."""
    _check_name(name)
    titled = plain(title or _words(name))
    return {
        path.replace(_NAME, name): text.replace(f"title: {_TITLE}", f"title: {titled}").replace(_NAME, name)
        for path, text in files.items()
    }


def _check_name(name: str) -> None:
    if not re.fullmatch(ID, name):
        raise UsageError(f"“{name}” cannot be a name in a ruleset: {IN_WORDS[ID]}.")


def _words(name: str) -> str:
    """A title made of an id: ``my-state`` → ``My state``."""
    text = name.replace("-", " ").strip()
    return text[:1].upper() + text[1:]
