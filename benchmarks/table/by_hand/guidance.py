"""Component 8, guidance and advisement: 29 rules in one pass over each list."""

# ruff: noqa: C901, PLR0912, PLR0915 -- the floor is one long function
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.table.by_hand.days import NO, NOTHING, OPEN, OUTCOMES, YES, Days
from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_INFORMING = frozenset({"postsecondary_options", "career_options", "prerequisites"})
_INVENTORIES = frozenset({"interest_inventory", "aptitude_inventory"})
_GRADES = frozenset({9, 10, 11, 12})


def guidance(days: Days, parameters: Mapping[str, Any]) -> Callable[[dict[str, Any], frozenset[str]], list[Outcome]]:
    """What gives the outcomes."""
    past, within, ended_lately = days.past, days.within, days.ended_lately
    year_ago, five_years_ago = days.year_ago, days.five_years_ago
    reached, inventory_grade, four = (
        parameters[name] for name in ("students_reached", "inventory_grade", "family_events")
    )

    def outcomes(data: dict[str, Any], follow: frozenset[str]) -> list[Outcome]:
        section = data.get("guidance", NOTHING)
        pending = {name for name in follow if name == "guidance" or name.startswith("guidance.")} if follow else ()
        whole = "guidance" in pending

        standards = section.get("standards")
        if standards is None:
            named = adopted = current = reviewed = OPEN
        else:
            named = adopted = current = reviewed = OPEN if whole or "guidance.standards" in pending else NO
            for standard in standards:
                on, again = standard.get("adopted_on"), standard.get("reviewed_on")
                in_use = past(on)
                named = max(named, YES if "name" in standard else OPEN)
                adopted = max(adopted, in_use)
                current = max(current, min(in_use, max(within(again, five_years_ago), within(on, five_years_ago))))
                reviewed = max(reviewed, within(again, year_ago))

        information = section.get("program_information", NOTHING)
        updated = information.get("updated_on")
        informed = YES if "url" in information else max(OPEN, past(updated))

        counselors, briefings = section.get("counselors"), section.get("staff_briefings")
        if briefings is None:
            briefed = twice = all_briefed = OPEN
        else:
            missing = OPEN if whole or "guidance.staff_briefings" in pending else NO
            briefed = all_briefed = missing
            sure = perhaps = 0
            for briefing in briefings:
                held, attendees = within(briefing.get("held_on"), year_ago), briefing.get("attendees")
                sure += held == YES
                perhaps += held == OPEN
                briefed = max(briefed, min(held, OPEN if attendees is None else YES if attendees > 0 else NO))
                enough = OPEN if attendees is None or counselors is None else YES if attendees >= counselors else NO
                all_briefed = max(all_briefed, min(held, enough))
            twice = YES if sure >= 2 else OPEN if sure + perhaps >= 2 else missing
        all_briefed = min(all_briefed, OPEN if counselors is None else YES if counselors > 0 else NO)

        resources = section.get("student_resources")
        if resources is None:
            options = three = grades = used = early = inventory = both = in_time = chosen = completed = OPEN
        else:
            missing = OPEN if whole or "guidance.student_resources" in pending else NO
            grades_open = OPEN if missing or "guidance.student_resources.grades" in pending else NO
            options = used = early = inventory = in_time = chosen = completed = missing
            kinds: set[str] = set()
            known: set[int | None] = set()
            perhaps_known: set[int | None] = set()
            unknown, lists_missing, kinds_missing = 0, False, 0
            for resource in resources:
                kind, taught = resource.get("kind"), resource.get("grades")
                lowest = highest = 0
                if taught:
                    lowest = min(6 if grade is None else grade for grade in taught)
                    highest = min(16 if grade is None else grade for grade in taught)
                percent = resource.get("completed_percent")
                share = OPEN if percent is None else YES if percent >= reached else NO
                widely = min(ended_lately(resource.get("school_year")), share)
                if kind is None:
                    kinds_missing += 1
                else:
                    kinds.add(kind)
                if kind is None or kind in _INFORMING:
                    certain = OPEN if kind is None else YES
                    options, used = max(options, certain), max(used, min(certain, widely))
                    if taught is None:
                        lists_missing = True
                        at_eight = OPEN
                    else:
                        (known if kind else perhaps_known).update(taught)
                        unknown += taught.count(None)
                        at_eight = _at_most(lowest, highest, 8, grades_open) if taught else grades_open
                    early = max(early, min(certain, at_eight))
                if kind is None or kind in _INVENTORIES:
                    certain = OPEN if kind is None else YES
                    inventory, completed = max(inventory, certain), max(completed, min(certain, widely))
                    soon = OPEN if taught is None else grades_open
                    if taught:
                        soon = _at_most(lowest, highest, inventory_grade, grades_open)
                    in_time = max(in_time, min(certain, soon))
                    to_choose = resource.get("used_to_choose_program")
                    chosen = max(chosen, min(certain, OPEN if to_choose is None else YES if to_choose else NO))
            three = _all_there(_INFORMING - kinds, kinds_missing, missing)
            both = _all_there(_INVENTORIES - kinds, kinds_missing, missing)
            lacking = _GRADES - known
            if not lists_missing and len(lacking - perhaps_known) > unknown:
                grades = missing
            else:
                grades = OPEN if lacking else YES

        events = section.get("family_events")
        if events is None:
            event_held = workshops = careers = often = counted = OPEN
        else:
            missing = OPEN if whole or "guidance.family_events" in pending else NO
            event_held = careers = missing
            sure = perhaps = unknown = 0
            topics: set[str] = set()
            perhaps_topics: set[str] = set()
            counted = YES
            for event in events:
                on, topic = event.get("held_on"), event.get("topic")
                held = within(on, year_ago)
                event_held = max(event_held, past(on))
                if not held:
                    continue
                sure += held == YES
                perhaps += held == OPEN
                attendees = event.get("attendees")
                shown = OPEN if attendees is None else YES if attendees > 0 else NO
                counted = min(counted, shown if held == YES else max(shown, OPEN))
                if topic is None:
                    unknown += 1
                    careers = max(careers, OPEN)
                else:
                    (topics if held == YES else perhaps_topics).add(topic)
                    if topic in {"careers", "program_information"}:
                        careers = max(careers, held)
            often = YES if sure >= four else OPEN if sure + perhaps >= four else missing
            lacking_topics = {"college_application", "financial_aid"} - topics
            workshops = OPEN if lacking_topics else YES
            if len(lacking_topics - perhaps_topics) > unknown:
                workshops = missing
            if not sure:
                counted = OPEN if perhaps else missing

        tools = section.get("financial_aid_tools")
        if tools is None:
            tool_named = checked = both_kinds = all_checked = OPEN
        else:
            missing = OPEN if whole or "guidance.financial_aid_tools" in pending else NO
            tool_named = checked = missing
            all_checked = YES if tools else missing
            kinds, kinds_missing = set(), 0
            for tool in tools:
                good = min(YES if "url" in tool else OPEN, within(tool.get("checked_on"), year_ago))
                tool_named, checked = max(tool_named, YES if "name" in tool else OPEN), max(checked, good)
                all_checked = min(all_checked, good)
                kind = tool.get("kind")
                if kind is None:
                    kinds_missing += 1
                else:
                    kinds.add(kind)
            both_kinds = _all_there({"federal", "state"} - kinds, kinds_missing, missing)

        answers = [OUTCOMES[answer] for answer in (
            named, adopted, current, reviewed,
            informed, within(updated, year_ago), briefed, twice, all_briefed,
            options, three, grades, used, early,
            inventory, both, in_time, chosen, completed,
            event_held, workshops, careers, often, counted,
            tool_named, checked, both_kinds, all_checked,
        )]  # fmt: skip
        answers.insert(4, Outcome.NEEDS_REVIEW)
        return answers

    return outcomes


def _at_most(lowest: int, highest: int, wanted: int, otherwise: int) -> int:
    return YES if highest <= wanted else otherwise if lowest > wanted else OPEN


def _all_there(lacking: set[str] | frozenset[str], unknown: int, otherwise: int) -> int:
    return YES if not lacking else otherwise if len(lacking) > unknown else OPEN
