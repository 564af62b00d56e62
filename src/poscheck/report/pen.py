"""Lines for a terminal: wrapped, indented, colored where that is wanted, and safe whatever a file says."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from poscheck.report.plain import one_line, plain, without_ci_commands

if TYPE_CHECKING:
    from collections.abc import Sequence

BOLD, DIM, RED, GREEN, YELLOW, PURPLE = "1", "2", "31", "32", "33", "35"
_NARROWEST = 40
_GAP = 2


class Pen:
    """Collects wrapped lines; color is put on after wrapping, so that it takes no room.

    All text is made plain on its way in: no control code of a file reaches the terminal, and no line is a command to
    a CI runner.
    """

    def __init__(self, *, color: bool = False, width: int = 80) -> None:
        self.color = color
        self.width = max(width, _NARROWEST)
        self.lines: list[str] = []

    def line(self, text: str, *, style: str = "", first: str = "", hang: int = 0) -> None:
        """``text`` wrapped; ``first`` stands before it, and later lines begin ``hang`` further in."""
        wrapped = textwrap.wrap(
            without_ci_commands(one_line(text)),
            self.width,
            initial_indent=first,
            subsequent_indent=" " * (len(first) + hang),
            break_long_words=False,
            break_on_hyphens=False,
        )
        self.lines += [self._styled(line, style) for line in wrapped]

    def heading(self, text: str) -> None:
        """A blank line, unless this is the first, and ``text`` in bold."""
        if self.lines:
            self.blank()
        self.line(text, style=BOLD)

    def blank(self) -> None:
        """An empty line."""
        self.lines.append("")

    def table(self, rows: Sequence[Sequence[str]], *, indent: int = 2) -> None:
        """Rows in columns, the first row as their heads; row by row below each other where there is no room."""
        plain = [[one_line(cell) for cell in row] for row in rows]
        widths = [max(len(row[column]) for row in plain) for column in range(len(plain[0]))]
        if indent + sum(widths) + _GAP * (len(widths) - 1) > self.width:
            for row in plain[1:]:
                parts = (f"{head}: {cell}" if head else cell for head, cell in zip(plain[0], row, strict=True))
                self.line("; ".join(parts), first=" " * indent, hang=2)
            return
        for number, row in enumerate(plain):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            line = " " * indent + (" " * _GAP).join(cells).rstrip()
            self.lines.append(self._styled(without_ci_commands(line), DIM if number == 0 else ""))

    def verbatim(self, lines: Sequence[str], *, indent: int = 0) -> None:
        """Lines of a file with their indentation, but no further in than they need be; long lines are not wrapped."""
        for line in textwrap.dedent("\n".join(map(plain, lines))).split("\n"):
            self.lines.append((" " * indent + line).rstrip())

    def text(self) -> str:
        """All lines, with a newline after the last."""
        return without_ci_commands("\n".join(self.lines)) + "\n"

    def _styled(self, line: str, style: str) -> str:
        if not (self.color and style):
            return line
        text = line.lstrip()
        return f"{line[: len(line) - len(text)]}\x1b[{style}m{text}\x1b[0m"
