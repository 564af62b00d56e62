"""The data files beside this module, and the clusters of ``schemas/``, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from poscheck.resources import data_dir


@cache
def words(name: str) -> Any:
    """What the file ``name``.yaml beside this module holds."""
    return _read(Path(__file__).parent / f"{name}.yaml")


@cache
def clusters(framework: str) -> list[tuple[str, list[str]]]:
    """The clusters of a national framework, each with its pathways."""
    listed = _read(data_dir("schemas") / "clusters.yaml")[framework]["clusters"]
    return [(cluster["name"], cluster["pathways"]) for cluster in listed]


@cache
def field_of(cluster: str) -> dict[str, Any]:
    """What is taught in a cluster: the entry of ``fields.yaml`` that serves it."""
    found: dict[str, Any] = next(field for field in words("fields").values() if cluster in field["clusters"])
    return found


def _read(path: Path) -> Any:
    return yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 -- both are safe
