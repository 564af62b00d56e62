"""Career clusters and pathways by the names that people type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.errors import UsageError, did_you_mean
from poscheck.submission.observations import folded, frameworks

if TYPE_CHECKING:
    from collections.abc import Iterator


def place_in_framework(cluster: str | None, pathway: str | None) -> dict[str, str]:
    """The fields of ``program`` that a cluster and a pathway fill in, spelled as in their framework.

    Raises :class:`~poscheck.errors.UsageError` with the nearest name where there is no such cluster or pathway.
    """
    if cluster is None and pathway is None:
        return {}
    found = [(framework, name) for framework, name in _clusters() if cluster is None or folded(name) == folded(cluster)]
    if not found:
        names = [name for _, name in _clusters()]
        raise UsageError(f"there is no career cluster “{cluster}”; {_nearest(cluster or '', names)}")
    if pathway is None:
        framework, name = found[0]
        return {"program.cluster": name, "program.framework": framework}
    pathways = [(*each, pathway_name) for each in found for pathway_name in frameworks()[each[0]][each[1]]]
    fitting = [each for each in pathways if folded(each[2]) == folded(pathway)]
    if not fitting:
        where = f"the cluster “{found[0][1]}” has no" if cluster else "there is no"
        raise UsageError(f"{where} pathway “{pathway}”; {_nearest(pathway, [each[2] for each in pathways])}")
    if len(fitting) > 1:
        named = ", ".join(f"“{name}” ({framework})" for framework, name, _ in fitting)
        raise UsageError(f"the pathway “{pathway}” is in several clusters; give one of them with --cluster: {named}")
    framework, name, written = fitting[0]
    return {"program.cluster": name, "program.pathway": written, "program.framework": framework}


def cluster_names() -> list[str]:
    """The clusters of all frameworks."""
    return [name for _, name in _clusters()]


def _clusters() -> Iterator[tuple[str, str]]:
    for framework, clusters in frameworks().items():
        for name in clusters:
            yield framework, name


def _nearest(name: str, known: list[str]) -> str:
    near = did_you_mean(name, known)
    if near:
        return f"did you mean {near}?"
    inside = [each for each in known if folded(name) in folded(each)]
    return f"there is: {'; '.join(inside or known)}"
