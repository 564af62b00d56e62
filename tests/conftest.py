"""What holds for all tests."""

from __future__ import annotations

import os

os.environ["POSCHECK_NO_CACHE"] = "1"  # rulesets are loaded, never taken from the user's cache folder
