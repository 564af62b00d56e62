"""Made-up submissions, as districts might write them: each follows from a seed and a number alone."""

from __future__ import annotations

from benchmarks.generator.dice import AS_OF
from benchmarks.generator.submissions import FORMS, SIZES, MadeUp, data_of, line, make_up, planted

__all__ = ["AS_OF", "FORMS", "SIZES", "MadeUp", "data_of", "line", "make_up", "planted"]
