"""Where the results of a batch go: a folder, and a copy at an address if that is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poscheck.batch.runfile import identity
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from poscheck.batch.plan import Plan
    from poscheck.batch.publish import Publication

_OF_THIS_PROCESS = "memory://"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)  # as a path, which has no two strokes after each other


def refuse_far_folder(out: Path) -> None:
    """Raise :class:`~poscheck.errors.UsageError` for an address: a run needs what only a file system has."""
    if _ADDRESS.match(out.as_posix()):
        raise UsageError(
            "--out must be a folder that this computer has, where a run can be gone on with; to have the results at an "
            "address as well, add --publish ADDRESS."
        )


def publication_of(options: Mapping[str, Any], plan: Plan) -> Publication | None:
    """The place for a copy of the results, looked at before hours of work.

    Raises :class:`~poscheck.errors.PoscheckError` where the copy could not be made.
    """
    if options["publish"] is None:
        return None
    from poscheck.batch.addresses import is_address
    from poscheck.batch.publish import Publication

    if not is_address(options["publish"]):
        raise UsageError("--publish needs an address such as s3://bucket/2026; for a folder, use --out.")
    if options["publish"].lower().startswith(_OF_THIS_PROCESS):
        raise UsageError(
            f"what is copied to {_OF_THIS_PROCESS} is gone when the command ends; name a place that stays, such as "
            "s3://bucket/2026 or file:///srv/2026."
        )
    publication = Publication(options["publish"])
    publication.refuse_within(plan.out)
    publication.refuse_other(identity(plan.ruleset, plan.as_of), again=plan.again)
    return publication
