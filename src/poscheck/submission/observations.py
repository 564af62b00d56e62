"""Notes that change no outcome: clusters and pathways, privacy, evidence files."""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from poscheck import paths
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

_FEW = f"a count under {FEW_STUDENTS} can point to single students; ask whether you may send it"
_SOCIAL_SECURITY = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
_STUDENT_LIST = re.compile(r"(?i)\b(student (roster|list|names?)|roster of students|date of birth|student id)\b")
_BEGUN_LISTS = ("student ", "roster of students", "date of b")
"""One of these is in every text, in small letters, that reads like a list of students."""
_FREE = frozenset({Kind.TEXT, Kind.OPEN})
STUDENT_COUNTS = frozenset(
    {"students", "eligible_students", "tested", "passed", "concentrators", "numerator", "denominator"}
)
"""Fields that count students."""


def observe_cluster(data: dict[str, Any], remarks: Remarks) -> None:
    """Note an unknown cluster or pathway."""
    program = data.get("program", {})
    if "cluster" not in program:
        return
    for code, message in _cluster_notes(program.get("framework"), program["cluster"], program.get("pathway")):
        remarks.note(code, message, ("program", code.removeprefix("unknown-")))


def observe_privacy(data: dict[str, Any], contract: Contract, remarks: Remarks) -> None:
    """Note whatever looks like a record of single students."""
    _observe_privacy(data, contract.root, (), remarks)


def observe_few(data: dict[str, Any], places: list[Place], remarks: Remarks) -> None:
    """As :func:`observe_privacy`, where only the counts at some places can be of single students."""
    for place in places:
        if place[-1] in STUDENT_COUNTS and paths.get(data, place) is not None:
            remarks.note("privacy", _FEW, place)


def may_be_private(value: Any) -> bool:
    """Whether there is in ``value`` a text or count that :func:`observe_privacy` might note."""
    if isinstance(value, dict):
        return any(map(may_be_private, value.values()))
    if isinstance(value, list):
        return any(map(may_be_private, value))
    if type(value) is int:
        return 0 < value < FEW_STUDENTS
    return isinstance(value, str) and _private(value) is not None


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


@lru_cache(maxsize=1 << 10)
def _cluster_notes(framework: str | None, cluster_name: str, pathway: str | None) -> tuple[tuple[str, str], ...]:
    """Code and message of each note; there are few clusters, and many submissions in each."""
    known = frameworks()
    chosen = [known[framework]] if framework in known else list(known.values())
    clusters = {folded(name): name for each in chosen for name in each}
    cluster = clusters.get(folded(cluster_name))
    if cluster is None:
        near = did_you_mean(cluster_name, clusters.values())
        hint = f"; the nearest name is “{near}”" if near else ""
        return (("unknown-cluster", f"{quoted(cluster_name)} is not a national career cluster{hint}"),)
    pathways = [name for each in chosen for name in each.get(cluster, ())]
    if pathway is None or folded(pathway) in map(folded, pathways):
        return ()
    near = did_you_mean(pathway, pathways)
    listed = f"the nearest name is “{near}”" if near else f"its pathways are: {', '.join(dict.fromkeys(pathways))}"
    return (("unknown-pathway", f"{quoted(pathway)} is not a pathway of “{cluster}”; {listed}"),)


def _observe_privacy(value: Any, field: Field, path: Place, remarks: Remarks) -> None:
    if isinstance(value, dict):
        inner = field.item or field
        for name, member in value.items():
            kind = type(member)
            if kind is int:
                if name in STUDENT_COUNTS and 0 < member < FEW_STUDENTS:
                    remarks.note("privacy", _FEW, (*path, name))
            elif kind is not bool and kind is not float:
                _observe_privacy(member, field.members.get(name, inner), (*path, name), remarks)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            _observe_privacy(item, field.item or field, (*path, number), remarks)
    elif isinstance(value, str) and field.kind in _FREE and (message := _private(value)) is not None:
        remarks.note("privacy", message, path)


def _private(text: str) -> str | None:
    """What to say of a text; the patterns are slow, and most texts hold nothing that they could begin with."""
    if text.count("-") > 1 and _SOCIAL_SECURITY.search(text):
        return "this looks like a social security number; take it out before you send the file"
    small = text.casefold()
    if any(map(small.__contains__, _BEGUN_LISTS)) and _STUDENT_LIST.search(text):
        return "this reads like a list of students; a submission must not hold records of students"
    return None


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
