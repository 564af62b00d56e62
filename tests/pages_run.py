"""Pages to be followed on a keyboard: what they say to type and save is done, and what they show is compared."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from poscheck.cli.exits import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.testing import Result

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAVED = re.compile(r"[Ss]ave (?:it )?as `([^`]+)`")
CHANGED = re.compile(r"change `([^`]+)` to `([^`]+)`", re.DOTALL)
DELETED = re.compile(r"Delete `([^`]+)`(?: and `([^`]+)`)?")
ADDED = re.compile(r"Put these below `([^`]+)` in `([^`]+)`")
FILE = re.compile(r"In `([^`]+)`, change")


def follow(page: Path, run: Callable[..., Result]) -> int:
    """Do everything that ``page`` says, in the current folder; the number of commands that were run."""
    commands = 0
    for told, language, content in steps(page.read_text(encoding="utf-8")):
        _change(told)
        if language == "yaml" and (name := SAVED.findall(told)):
            target = Path(name[-1])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
        if language == "yaml" and (place := ADDED.search(told)):
            _insert(Path(place[2]), place[1], content)
        if language == "console":
            for command, shown in _commands(content):
                _compare(command, shown, run(*shlex.split(command)[1:]))
                commands += 1
    return commands


def steps(text: str) -> Iterator[tuple[str, str, str]]:
    """Each block with its language, and the text before it."""
    end = 0
    for block in BLOCK.finditer(text):
        yield text[end : block.start()], block[1], block[2]
        end = block.end()


def _change(told: str) -> None:
    """The changes that a text asks for: "Delete `file`", and "In `file`, change `this` to `that`"."""
    for names in DELETED.findall(told):
        for name in filter(None, names):
            Path(name).unlink()
    for number, sentence in enumerate(re.split(r"(?=In `[^`]+`, change)", told)):
        if number:
            found = FILE.match(sentence)
            assert found is not None
            target = Path(found[1])
            for this, that in CHANGED.findall(sentence):
                content = target.read_text(encoding="utf-8")
                assert content.count(this) == 1, this
                target.write_text(content.replace(this, that), encoding="utf-8")


def _insert(target: Path, below: str, content: str) -> None:
    """Put lines below another one, with its indentation."""
    lines = target.read_text(encoding="utf-8").splitlines()
    (number,) = (number for number, line in enumerate(lines) if line.strip() == below)
    indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
    lines[number + 1 : number + 1] = [indent + line for line in content.splitlines()]
    target.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command with what is shown below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def _compare(command: str, shown: str, result: Result) -> None:
    """What a page shows stands in the answer, in this order, however the lines are wrapped."""
    said, at = " ".join(result.output.split()), 0
    assert result.exit_code in {Code.MEETS, Code.DOES_NOT_MEET, Code.BROKEN_RULESET}, (command, said)
    for line in shown.splitlines():
        words = " ".join(line.split())
        if words in {"", "…"}:
            continue
        found = said.find(words, at)
        assert found >= 0, (
            f"{command}\nshould say: {words}\nafter: {said[max(0, at - 200) : at]}\nand says: {said[at:]}"
        )
        at = found + len(words)
