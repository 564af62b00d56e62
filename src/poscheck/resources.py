"""Where the data folders are: inside the installed package, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

from poscheck.errors import PoscheckError


def data_dir(name: str) -> Path:
    """The folder ``rules``, ``schemas``, ``templates`` or ``sample_submissions``."""
    package = Path(__file__).parent  # importlib.resources would cost every start 20 ms
    # The checkout first: an editable install also leaves a copy in _data, which would grow stale.
    for folder in (package.parents[1] / name, package / "_data" / name):
        if folder.is_dir() and (folder.parent.name == "_data" or (folder.parent / "pyproject.toml").is_file()):
            return folder
    raise PoscheckError(f"the installation is incomplete: its folder {name!r} is missing; install poscheck again")
