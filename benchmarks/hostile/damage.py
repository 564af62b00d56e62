"""Random damage to the text of a good file, of the kinds that editors, copying and people do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.generator.dice import Dice

_SIGNS: tuple[str, ...] = (
    *"{}[]\"':,#&*!|>%@`-?~\\\t\n\r\0 .=<",
    *"\ufeff\u00a0\u2028\u201c\uff1a\ud7ff",
    *("\x1b[", "- ", ": ", "---\n", "<<: *a"),
)
_WORDS: tuple[str, ...] = (
    *("null", "true", "NO", "~", "[]", "{}", "[[]]", "''", '""', "*alias", "&anchor x", "!!python/name:os.system"),
    *("1e999", "NaN", ".inf", "-0", "0x1F", "2026-02-30"),
)
_BYTES = [
    b"\xff",
    b"\xc0\xaf",
    b"\x00",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\xe2\x82",
    b"\x80",
    b"\x1b[2J",
    b"\xfe\xff",
]
_WORST_COUNT = 4


def damaged(text: str, dice: Dice) -> bytes:
    """``text`` with one to four damages, as bytes."""
    for _ in range(dice.between(1, _WORST_COUNT)):
        text = dice.pick(_DAMAGES)(text, dice)
    content = text.encode("utf-8", "surrogatepass")
    if dice.chance(0.12):
        at = dice.between(0, len(content))
        content = content[:at] + dice.pick(_BYTES) + content[at:]
    return content


def _insert(text: str, dice: Dice) -> str:
    at = dice.between(0, len(text))
    return text[:at] + dice.pick(_SIGNS) + text[at:]


def _delete(text: str, dice: Dice) -> str:
    at = dice.between(0, len(text))
    return text[:at] + text[at + dice.between(1, 3) :]


def _replace_sign(text: str, dice: Dice) -> str:
    sign = dice.pick("\"'{}[]:,-\n ")
    at = text.find(sign, dice.between(0, len(text)))
    return text if at < 0 else text[:at] + dice.pick(_SIGNS) + text[at + 1 :]


def _replace_value(text: str, dice: Dice) -> str:
    at = text.find(": ", dice.between(0, len(text)))
    end = text.find("\n", at)
    return text if at < 0 or end < 0 else text[: at + 2] + dice.pick(_WORDS) + text[end:]


def _cut(text: str, dice: Dice) -> str:
    return text[: dice.between(0, len(text))]


def _behead(text: str, dice: Dice) -> str:
    return text[dice.between(0, len(text) // 4) :]


def _twice(text: str, dice: Dice) -> str:
    return text + text[dice.between(0, len(text)) :]


def _lines(change: Callable[[list[str], int, Dice], None]) -> Callable[[str, Dice], str]:
    def damage(text: str, dice: Dice) -> str:
        lines = text.split("\n")
        change(lines, dice.between(0, len(lines) - 1), dice)
        return "\n".join(lines)

    return damage


def _repeat_line(lines: list[str], at: int, dice: Dice) -> None:
    lines[at:at] = [lines[at]] * dice.between(1, 3)


def _delete_lines(lines: list[str], at: int, dice: Dice) -> None:
    del lines[at : at + dice.between(1, 3)]


def _move_line(lines: list[str], at: int, dice: Dice) -> None:
    lines.insert(dice.between(0, len(lines) - 1), lines.pop(at))


def _indent(lines: list[str], at: int, dice: Dice) -> None:
    lines[at] = dice.pick([" ", "  ", "\t", "    ", "\u00a0"]) + lines[at]


def _dedent(lines: list[str], at: int, dice: Dice) -> None:
    lines[at] = lines[at][dice.between(1, 2) :]


def _join_lines(lines: list[str], at: int, dice: Dice) -> None:
    lines[at : at + 2] = [dice.pick(["", " ", ", "]).join(lines[at : at + 2])]


def _tighten(lines: list[str], at: int, dice: Dice) -> None:
    lines[at] = lines[at].replace(dice.pick([": ", ", ", "- "]), dice.pick([":", ",", "-"]))


_DAMAGES: tuple[Callable[[str, Dice], str], ...] = (
    _insert,
    _insert,
    _delete,
    _replace_sign,
    _replace_sign,
    _replace_value,
    _replace_value,
    _cut,
    _behead,
    _twice,
    *map(_lines, (_repeat_line, _delete_lines, _move_line, _indent, _dedent, _join_lines, _tighten)),
)
