"""What tests put into storages."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

BUCKET = "applications-2026"
SECRET = "a-secret-that-nobody-may-see"  # noqa: S105 -- a secret that we made up


def put(storage: Any, folder: str, contents: Mapping[str, str | bytes]) -> None:
    data = {f"{folder}/{name}": content.encode() if isinstance(content, str) else content
            for name, content in contents.items()}  # fmt: skip
    storage.pipe(data)


def zipped(contents: dict[str, str]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return target.getvalue()
