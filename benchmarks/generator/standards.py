"""The section on standards, and how courses refer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.generator.words import words

if TYPE_CHECKING:
    from benchmarks.generator.draft import Draft

Record = dict[str, Any]


def academic_standard(subject: str) -> tuple[str, str]:
    """Title and short name of the academic standards for a subject."""
    return f"State standards for {subject.replace('_', ' ')}", f"{subject.replace('_', '-')}-standards"


def _standard_names(draft: Draft) -> list[str]:
    """What academic standards there are for: each subject, or in short files all of them together."""
    return ["every subject"] if draft.brief else list(words("courses"))


def standard_keys(draft: Draft) -> list[str]:
    """How courses refer to the standards: technical, employability, then the academic ones."""
    if "standards" in draft.absent:
        return []
    subject = draft.who.field["subject"]
    titles = [
        (f"Standards for {subject}", "technical"),
        ("Employability skills", "employability"),
        *(academic_standard(name) for name in _standard_names(draft)),
    ]
    return [draft.key(*title) for title in titles]


def standards(draft: Draft) -> list[Record]:
    """Technical, employability and academic standards."""
    subject = draft.who.field["subject"]
    three = ["secondary", "postsecondary", "industry"]
    industry = draft.good()
    found = [
        draft.one("title", f"Standards for {subject}", "technical")
        | draft.record(
            kind="technical",
            framework_level="pathway" if draft.detail() else None,
            subjects=["cte"],
            issuer=draft.who.association if industry else "State department of education",
            issuer_kind="industry" if industry and draft.more() else "state",
            validated_on=draft.recent(40, 1500),
            validated_with=three if industry else three[:2],
        ),
        draft.one("title", "Employability skills", "employability")
        | draft.record(
            kind="employability",
            subjects=["cte", "other"],
            issuer="State department of education",
            validated_on=draft.recent(40, 1500),
        ),
    ]
    compared = draft.more() and draft.more()
    for name in _standard_names(draft):
        accepted = name not in {"science", "social_studies", "other"} and draft.more()
        found.append(
            draft.one("title", *academic_standard(name))
            | draft.record(
                kind="academic",
                subjects=["english", "mathematics", "science", "social_studies"] if draft.brief else [name],
                issuer="State board of education" if draft.detail() else None,
                issuer_kind="state" if draft.detail() else None,
                validated_on=draft.recent(200, 1700) if draft.detail() else None,
                meets_college_entry=True if accepted else None,
                benchmarked_against="International comparison study" if compared else None,
            )
        )
    return found
