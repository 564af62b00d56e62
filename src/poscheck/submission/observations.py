"""Notes that change no outcome: clusters and pathways, privacy, evidence files."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from poscheck.contract import Contract, Field, Kind
from poscheck.errors import did_you_mean
from poscheck.reading import read_file, resolve
from poscheck.resources import data_dir
from poscheck.submission.remarks import quoted

if TYPE_CHECKING:
    from poscheck.paths import Path as Place
    from poscheck.submission.remarks import Remarks

FEW_STUDENTS = 10
"""Counts below this may point to single students; the usual smallest cell that US agencies publish."""

_SOCIAL_SECURITY = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
_STUDENT_LIST = re.compile(r"(?i)\b(student (roster|list|names?)|roster of students|date of birth|student id)\b")
_FREE = frozenset({Kind.TEXT, Kind.OPEN})
_STUDENT_COUNTS = frozenset(
    {"students", "eligible_students", "tested", "passed", "concentrators", "numerator", "denominator"}
)


def observe(data: dict[str, Any], contract: Contract, remarks: Remarks) -> None:
    """Note an unknown cluster or pathway, and whatever looks like a record of single students."""
    program = data.get("program", {})
    if "cluster" in program:
        _observe_cluster(program, remarks)
    _observe_privacy(data, contract.root, (), remarks)


@cache
def frameworks() -> dict[str, dict[str, tuple[str, ...]]]:
    """Framework name → cluster → pathways, from ``schemas/clusters.yaml``."""
    tree = resolve(read_file(data_dir("schemas") / "clusters.yaml").tree)
    return {
        name: {cluster["name"]: tuple(cluster["pathways"]) for cluster in framework["clusters"]}
        for name, framework in tree.items()
    }


def folded(name: str) -> str:
    """``name`` as names of clusters are compared: without case, spaces and commas, with & as and."""
    return "".join(name.casefold().replace("&", "and").split()).replace(",", "")


def _observe_cluster(program: dict[str, Any], remarks: Remarks) -> None:
    known = frameworks()
    chosen = [known[program["framework"]]] if program.get("framework") in known else list(known.values())
    clusters = {folded(name): name for framework in chosen for name in framework}
    cluster = clusters.get(folded(program["cluster"]))
    if cluster is None:
        near = did_you_mean(program["cluster"], clusters.values())
        hint = f"; the nearest name is “{near}”" if near else ""
        remarks.note(
            "unknown-cluster",
            f"{quoted(program['cluster'])} is not a national career cluster{hint}",
            ("program", "cluster"),
        )
        return
    pathways = [pathway for framework in chosen for pathway in framework.get(cluster, ())]
    pathway = program.get("pathway")
    if pathway is not None and folded(pathway) not in map(folded, pathways):
        near = did_you_mean(pathway, pathways)
        listed = f"the nearest name is “{near}”" if near else f"its pathways are: {', '.join(dict.fromkeys(pathways))}"
        remarks.note(
            "unknown-pathway",
            f"{quoted(pathway)} is not a pathway of “{cluster}”; {listed}",
            ("program", "pathway"),
        )


def _observe_privacy(value: Any, field: Field, path: Place, remarks: Remarks) -> None:
    if isinstance(value, dict):
        inner = field.item or field
        for name, member in value.items():
            kind = type(member)
            if kind is int:
                if name in _STUDENT_COUNTS and 0 < member < FEW_STUDENTS:
                    message = f"a count under {FEW_STUDENTS} can point to single students; ask whether you may send it"
                    remarks.note("privacy", message, (*path, name))
            elif kind is not bool and kind is not float:
                _observe_privacy(member, field.members.get(name, inner), (*path, name), remarks)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            _observe_privacy(item, field.item or field, (*path, number), remarks)
    elif isinstance(value, str) and field.kind in _FREE:
        _observe_text(value, path, remarks)


def _observe_text(text: str, path: Place, remarks: Remarks) -> None:
    """The patterns are slow, and most texts hold nothing that they could begin with."""
    if "-" in text and _SOCIAL_SECURITY.search(text):
        message = "this looks like a social security number; take it out before you send the file"
        remarks.note("privacy", message, path)
    elif ("student" in (small := text.casefold()) or "date of birth" in small) and _STUDENT_LIST.search(text):
        message = "this reads like a list of students; a submission must not hold records of students"
        remarks.note("privacy", message, path)


def observe_files(data: dict[str, Any], folder: Path, remarks: Remarks) -> None:
    """Note evidence files that are not there. Nothing is opened, and nothing outside of ``folder`` is looked at."""
    for number, item in enumerate(data.get("evidence", ())):
        name = item.get("file")
        if name is None:
            continue
        place = ("evidence", number, "file")
        if _leaves(name):
            remarks.note(
                "file-outside",
                f"{quoted(name)} is not looked for: it is not inside the submission's folder",
                place,
            )
        elif not os.path.lexists(folder / PurePosixPath(name.replace("\\", "/"))):
            remarks.note("file-absent", f"{quoted(name)} is not in the submission's folder", place)


def _leaves(name: str) -> bool:
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    rooted = windows.is_absolute() or posix.is_absolute() or bool(windows.drive) or bool(windows.root)
    return rooted or ".." in windows.parts or "://" in name or "\x00" in name
