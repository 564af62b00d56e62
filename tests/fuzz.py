"""How many random examples a test tries: a few each time, and more with ``POSCHECK_FUZZ=20``."""

from __future__ import annotations

import os

from hypothesis import settings
from hypothesis import strategies as st

TIMES = int(os.environ.get("POSCHECK_FUZZ", "1"))
randoms = st.randoms(use_true_random=True)


def tries(count: int) -> settings:
    """Settings for so many examples, the same ones each time."""
    return settings(derandomize=True, max_examples=count * TIMES, database=None, print_blob=False)
