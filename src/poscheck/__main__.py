"""``python -m poscheck``."""

from __future__ import annotations

from poscheck.cli import main

if __name__ == "__main__":
    main()
