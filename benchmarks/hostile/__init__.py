"""A corpus of files that are broken or hostile: known breakages, harmful text in good files, and random damage."""

from __future__ import annotations

from benchmarks.hostile.corpus import hostile_files

__all__ = ["hostile_files"]
