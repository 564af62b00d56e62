"""What the tests of rules stand on: the days on which a ruleset is in force, its fixture, and the cases of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.contract import Contract, Kind
from poscheck.dates import NEVER, interval, iso
from poscheck.errors import ReadError, did_you_mean
from poscheck.paths import parse
from poscheck.reading import read_bytes
from poscheck.records import Record
from poscheck.ruleset.folders import is_inside
from poscheck.ruleset.model import Case

if TYPE_CHECKING:
    from poscheck.ruleset.draft import Draft, DraftRule, Placed


def in_force(draft: Draft, main: Placed) -> tuple[int, int | None]:
    """The first and the last day of a ruleset; NEVER where it does not say, which is a problem of the draft."""
    period = draft.settings.get("in_force")
    if period is None:
        draft.report(main, "missing-key", "`in_force` is missing: say from which day the ruleset is in force")
        return NEVER, None
    first = interval(period.from_)
    last = interval(period.until) if period.until else None
    if first is None or (period.until and last is None) or (last and last[1] < first[0]):
        draft.report(
            main,
            "impossible-date",
            "`in_force` must be days of the calendar, the end not before the beginning",
            "in_force",
        )
        return NEVER, None
    return first[0], last[1] if last else None


class CaseReader(Record):
    """Reads what tests need; what is wrong goes to the problems of ``draft``."""

    draft: Draft
    contract: Contract
    first_day: int
    last_day: int | None

    def fixture(self) -> tuple[str | None, bytes | None, str | None]:
        """The fixture's name, bytes and date; it must be readable."""
        if self.draft.fixture is None:
            return None, None, None
        source, folder, placed = self.draft.fixture
        name = f"{folder.name}/{source.file}"
        self._judgeable(source.as_of, placed, "as_of")
        if not is_inside(folder, source.file):
            self.draft.report(placed, "bad-fixture", "the fixture must be a file of the ruleset's own folder", "file")
            return None, None, None
        try:
            content = (folder / source.file).read_bytes()
            read_bytes(content, name)
        except ReadError as error:
            self.draft.problems.extend(error.problems)
        except OSError as error:
            message = f"the fixture {source.file} cannot be read: {error.strerror}"
            self.draft.report(placed, "bad-fixture", message, "file")
        else:
            return name, content, source.as_of
        return None, None, None

    def cases(self, draft: DraftRule) -> list[Case]:
        """The tests of a rule, without those that are inherited and of a day on which its ruleset is not in force."""
        raw = draft.raw("tests") or []
        cases: list[Case] = []
        for number, test in enumerate(draft.source.tests or ()):
            given = raw[number].get("given") if number < len(raw) else None
            if test.as_of is not None:
                if draft.placed("tests").file not in self.draft.own and not self._is_in_force(test.as_of):
                    continue  # an ancestor's test of a day before this ruleset: it says nothing here
                self._judgeable(test.as_of, draft, "tests", number, "as_of")
            for path in given or {}:
                self._known_place(path, draft, "tests", number, "given", path)
            cases.append(
                Case(
                    number=number,
                    name=test.name,
                    given=given or {},
                    as_of=test.as_of,
                    expect=test.expect,
                    problem=test.problem,
                )
            )
        return cases

    def _is_in_force(self, day: str) -> bool:
        """Whether the ruleset is in force on a day."""
        days = interval(day)
        return days is not None and self.first_day <= days[0] <= (self.last_day or NEVER)

    def _judgeable(self, day: str, placed: Placed, *keys: str | int) -> None:
        """Report a day of a test that does not exist or on which the ruleset is not in force."""
        days = interval(day)
        if days is None:
            self.draft.report(placed, "impossible-date", f"{day} is not a day of the calendar", *keys)
        elif self.first_day < NEVER and not self._is_in_force(day):
            until = f" to {iso(self.last_day)}" if self.last_day else ""
            message = f"{day} is a day on which the ruleset is not in force, which is from {iso(self.first_day)}{until}"
            self.draft.report(placed, "not-in-force", message, *keys)

    def _known_place(self, path: str, placed: Placed, *keys: str | int) -> None:
        """Report a path of a test that leads to no field of a submission."""
        field = self.contract.root
        for part in parse(path):
            below = field.item if field.kind in {Kind.LIST, Kind.MAP} else field.members.get(str(part))
            if field.kind is Kind.OPEN:
                return
            if below is None or (field.kind is Kind.LIST and not isinstance(part, int) and part != "+"):
                where = f"`{field.static}`" if field.static else "the submission"
                message = f"`{path}`: {where} has no `{part}`"
                near = did_you_mean(str(part), field.members)
                self.draft.report(placed, "unknown-path", message, *keys, suggestion=near)
                return
            field = below
