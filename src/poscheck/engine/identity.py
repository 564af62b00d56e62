"""Who submits what: the facts of a submission by which people and lists know it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from poscheck.scorecard import SubmissionInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.submission import Submission

_SCHOOLS_NAMED = 3


def submission_info(submission: Submission) -> SubmissionInfo:
    """What was judged; whatever the submission does not say is None."""
    data = submission.data
    district, program = data.get("district", {}), data.get("program", {})
    return SubmissionInfo(
        id=data.get("submission", {}).get("id"),
        source=PurePath(submission.document.name).name,
        digest=submission.document.digest,
        district=district.get("name"),
        district_id=district.get("nces_id"),
        state=district.get("state"),
        school=_schools(data),
        program=program.get("title"),
        cluster=program.get("cluster"),
        cip=program.get("cip"),
    )


def _schools(data: Mapping[str, Any]) -> str | None:
    names = [school["name"] for school in data.get("schools", ()) if school and school.get("name")]
    if not names:
        return None
    more = len(names) - _SCHOOLS_NAMED
    return "; ".join(names[:_SCHOOLS_NAMED]) + (f" and {more} more" if more > 0 else "")
