"""Collects the problems and notes of one submission, with their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poscheck import paths
from poscheck.reading import place_text
from poscheck.scorecard import Note, SubmissionProblem

if TYPE_CHECKING:
    from poscheck.contract import Field
    from poscheck.errors import Problem
    from poscheck.reading import Document

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

_MOST_KEPT_TEXTS = 3
"""More of them are summed up."""


def quoted(value: object, limit: int = 60) -> str:
    """A value of the submission inside a message: one line, cut where it is long."""
    text = _CONTROL.sub(" ", str(value)).strip()
    return f"“{text if len(text) <= limit else text[: limit - 1] + '…'}”"


def _problem(said: Problem) -> SubmissionProblem:
    """A problem that the reader found, as a scorecard has it: the file is named there already."""
    return SubmissionProblem(**{name: getattr(said, name) for name in SubmissionProblem.__annotations__})


class Remarks:
    """What was noticed while one document was loaded.

    Where a note stands is looked up when the notes are asked for: a batch only counts them.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._problems = [_problem(each) for each in document.problems]
        self._notes: list[tuple[str, str, paths.Path]] = []
        self._dates: list[paths.Path] = []
        self._kept_texts: list[tuple[str, paths.Path]] = []
        self._defaults: dict[Field, list[paths.Path]] = {}

    def note(self, code: str, message: str, path: paths.Path) -> None:
        """Keep a note about the value at ``path``."""
        self._notes.append((code, message, path))

    def where(self, path: paths.Path) -> str:
        """The place of the value at ``path``, in words."""
        place = self._document.position(path)
        return place_text(place.line, place.sheet, place.cell) if place else "another place"

    def kept_date(self, path: paths.Path) -> None:
        """Remember an unquoted date; all of them make one note."""
        self._dates.append(path)

    def kept_text(self, text: str, path: paths.Path) -> None:
        """Remember a text that other programs may change; many of them make one note."""
        self._kept_texts.append((text, path))

    def default(self, field: Field, path: paths.Path) -> None:
        """Remember that a field's default was used; all uses of one default make one note."""
        self._defaults.setdefault(field, []).append(path)

    def problem(
        self,
        code: str,
        message: str,
        path: paths.Path,
        *,
        allowed: str | None = None,
        suggestion: str | None = None,
        key: bool = False,
    ) -> None:
        """Keep a problem with the value at ``path`` (with its key, where ``key``)."""
        self._problems.append(
            SubmissionProblem(
                code=code,
                message=message,
                path=paths.join(path),
                allowed=allowed,
                suggestion=suggestion,
                **self._place(path, key=key),
            )
        )

    def problems(self) -> tuple[SubmissionProblem, ...]:
        """All problems in the order of the file."""
        return tuple(sorted(self._problems, key=self._order))

    def note_count(self) -> int:
        """How many notes there are."""
        return len(self._document.notes) + len(self._all_notes())

    def notes(self) -> tuple[Note, ...]:
        """All notes in the order of the file."""
        read = self._document.notes
        notes = [Note(**note.__dict__) for note in read]
        for code, message, path in self._all_notes():
            notes.append(Note(code=code, message=message, path=paths.join(path), **self._place(path, key=False)))
        return tuple(sorted(notes, key=self._order))

    def _order(self, said: SubmissionProblem | Note) -> tuple[int, int, int, str, str]:
        """The order of the file."""
        return self._document.order(said.sheet), said.line or 0, said.column or 0, said.path or "", said.code

    def _all_notes(self) -> list[tuple[str, str, paths.Path]]:
        """Code, message and path of every note; dates, kept texts and defaults are summed up in one note each."""
        notes = self._notes.copy()
        if self._dates:
            count = len(self._dates)
            dates = "1 date is" if count == 1 else f"{count} dates are"
            notes.append(("dates-kept", f"{dates} kept just as written; the first stands here", self._dates[0]))
        notes += self._kept_text_notes()
        return notes + self._default_notes()

    def _default_notes(self) -> list[tuple[str, str, paths.Path]]:
        """Fields of one name and default share a note."""
        alike: dict[tuple[str, str], list[paths.Path]] = {}
        for field, places in self._defaults.items():
            value = field.default
            shown = {True: "yes", False: "no", "": "none"}.get(value) if isinstance(value, bool | str) else "none"
            alike.setdefault((field.title, str(shown)), []).extend(places)
        return [
            (
                "default",
                f"“{name}” is left out {'once' if len(places) == 1 else f'{len(places)} times'} and counts as: {value}",
                places[0],
            )
            for (name, value), places in alike.items()
        ]

    def _kept_text_notes(self) -> list[tuple[str, str, paths.Path]]:
        if len(self._kept_texts) > _MOST_KEPT_TEXTS:
            text, path = self._kept_texts[0]
            message = (
                f"{len(self._kept_texts)} values such as “{text}” are kept just as written; "
                "other programs may change them, so put them in quotation marks"
            )
            return [("kept-as-text", message, path)]
        advice = "is kept just as written; other programs may change it, so put it in quotation marks"
        return [("kept-as-text", f"“{text}” {advice}", path) for text, path in self._kept_texts]

    def _place(self, path: paths.Path, *, key: bool) -> dict[str, Any]:
        """The fields of a problem or note that say where it is."""
        place = self._document.key_position(path) if key else self._document.position(path)
        if place is None:
            return {"line": None, "column": None}
        found = {"line": place.line, "column": place.column}
        return found if place.sheet is None else {**found, "sheet": place.sheet, "cell": place.cell}
