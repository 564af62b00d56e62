"""What holds for all tests."""

from __future__ import annotations

import os
import signal

from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy computer takes its time
settings.load_profile("untimed")

os.environ["POSCHECK_NO_CACHE"] = "1"  # rulesets are loaded, never taken from the user's cache folder
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in a shell's background, and then programs ignore it too
    signal.signal(signal.SIGINT, signal.default_int_handler)
