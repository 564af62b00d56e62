"""Files at addresses such as ``s3://bucket/folder``: listed and read through fsspec, which is imported here alone.

Libraries for storage put addresses, keys and whole answers of servers into their errors; none of that gets any further
than this module.
"""

from __future__ import annotations

import errno
import io
import os
import re
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from poscheck.batch.entries import ARCHIVES, LINES, SUBMISSIONS, Entry, visible
from poscheck.batch.refusals import SILENT
from poscheck.batch.store import MANIFEST, RESULTS, RUN_FILE
from poscheck.batch.walk import is_hidden, suffix
from poscheck.errors import UsageError
from poscheck.reading import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from poscheck.batch.left_out import Skip

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_ROOT = re.compile(r"[a-z][a-z0-9+.-]+://[^/]*", re.IGNORECASE)
_PASSWORD = re.compile(r"://[^/@]*:[^/@]*@")
_BUFFER = 1 << 20
_ANSWER_SECONDS = 40  # less than a file may take, for which it would be blamed
_SLOWEST = 50_000  # bytes a second; what takes longer is as good as silent
_SILENCES = {
    "TimeoutError": "it does not answer",
    **dict.fromkeys(("ConnectionError", "ClientConnectionError", "HTTPClientError"), "it cannot be reached"),
    **dict.fromkeys(("NoCredentialsError", "CredentialRetrievalError"), "this computer has no keys to it"),
}


def is_address(text: str) -> bool:
    """Whether ``text`` is an address and no path."""
    return "://" in text and _ADDRESS.match(text) is not None


def shown(text: str) -> str:
    """An input as a message may show it: an address without the signature or key that may follow a question mark."""
    return text.partition("?")[0] if text.startswith(("http://", "https://")) else _PASSWORD.sub("://", text)


def refuse_password(address: str) -> None:
    """Raise :class:`~poscheck.errors.UsageError` where a password stands in the address itself."""
    if _PASSWORD.search(address):
        raise UsageError(
            f"there is a password in the address {shown(address)}; addresses are kept with a run, so put it into the "
            "environment, or where the storage's own tools look for it."
        )


def listed(address: str, skip: Skip) -> Iterator[Entry]:
    """The file at ``address``, or the files of a folder or pattern; ``skip`` is told of each that is left out.

    They are called by what follows the folder's parent, as files below a folder of this computer are.
    Raises :class:`~poscheck.errors.UsageError` where nothing is there, or nothing can be listed.
    """
    refuse_password(address)
    try:
        file_system, path = located(address)
        with in_words():
            found, alone = _found(file_system, path)
    except ValueError:
        raise UsageError(f"{shown(address)} is no address of a file or folder, such as s3://bucket/2026.") from None
    except FileNotFoundError:
        raise UsageError(f"there is no file or folder {shown(address)}.") from None
    except OSError as error:
        raise UsageError(
            f"{shown(address)} cannot be listed ({error.strerror}); look whether the address is right, and whether "
            "this computer has the keys to it and may read there."
        ) from None
    if alone:
        yield _entry(_last(path), file_system, *found.values())
        return
    base = _base(path)
    parent = base.rpartition("/")[0]
    relative = {name: name.removeprefix(parent).strip("/") for name in found}
    yield from _below(file_system, found, relative, skip)


def _found(file_system: Any, path: str) -> tuple[dict[str, Any], bool]:
    """The facts of files by their paths, and whether it is one file that was named as such."""
    try:
        info = file_system.info(path, **limit(file_system))  # one question, after which a long list may take its time
    except FileNotFoundError:
        if "*" not in path and "?" not in path and "[" not in path:
            raise
    else:
        return ({path: info}, True) if info["type"] == "file" else (file_system.find(path, detail=True), False)
    found: dict[str, Any] = {}
    for name, info in file_system.glob(path, detail=True).items():
        found |= {name: info} if info["type"] == "file" else file_system.find(name, detail=True)
    if not found:
        raise FileNotFoundError
    return found, False


def _below(file_system: Any, found: dict[str, Any], relative: dict[str, str], skip: Skip) -> Iterator[Entry]:
    runs = _runs(found)
    for run in runs:
        skip(relative[run + RUN_FILE].removesuffix(f"/{RUN_FILE}"))
    for path, info in found.items():
        name = relative[path]
        if any(path.startswith(run) for run in runs):
            continue
        if any(map(is_hidden, name.split("/"))):
            skip(None)
        elif suffix(name) not in SUBMISSIONS | ARCHIVES | LINES:
            skip(name)
        else:
            yield _entry(name, file_system, info)


def _runs(found: Iterable[str]) -> set[str]:
    """The folders that hold a batch's outputs, with the stroke after them."""
    listed = set(found)
    folders = {path.removesuffix(RUN_FILE) for path in listed if path.endswith(f"/{RUN_FILE}")}
    return {folder for folder in folders if {folder + MANIFEST, folder + RESULTS} & listed}


def _entry(name: str, file_system: Any, info: dict[str, Any]) -> Entry:
    return Entry(visible(name), file_system.unstrip_protocol(info["name"]))


def _base(path: str) -> str:
    """A folder, or of a pattern the folder before the first part with a wildcard in it."""
    parts = path.rstrip("/").split("/")
    wild = (place for place, part in enumerate(parts) if set(part) & set("*?["))
    return "/".join(parts[: next(wild, len(parts))])


def _last(path: str) -> str:
    return path.partition("?")[0].rstrip("/").rpartition("/")[2] or "submissions"


# ---- reading -------------------------------------------------------------------------------------------------------


def read(addresses: Sequence[str]) -> list[bytes | OSError]:
    """The bytes of files of one storage, one more than is allowed at most; or what hinders it. All at the same time.

    Raises OSError where the storage says nothing of any of them.
    """
    with in_words():
        file_system, _ = located(addresses[0])
        paths = [file_system._strip_protocol(address) for address in addresses]
        ends = [MAX_BYTES + 1] * len(paths)
        answers = file_system.cat_ranges(paths, [0] * len(paths), ends, on_error="return", **limit(file_system))
        if all(map(_silence, answers)):
            raise answers[0]
    return [_bytes(file_system, path, answer) for path, answer in zip(paths, answers, strict=True)]


def _bytes(file_system: Any, path: str, answer: Any) -> bytes | OSError:
    if not isinstance(answer, Exception):
        return bytes(answer[: MAX_BYTES + 1])  # not every storage can be asked for the beginning alone
    if (why := _silence(answer)) is not None:  # of this file alone; others have come
        return OSError(errno.EIO, f"the storage cannot be asked: {why}")
    try:
        with in_words():
            if not isinstance(answer, FileNotFoundError) and file_system.info(path)["size"] == 0:
                return b""  # which has no first byte: a storage may call that an error
            raise answer
    except OSError as error:
        return error


@lru_cache(maxsize=2)
def _held(address: str) -> BinaryIO:
    file_system, path = located(address)
    with in_words():
        return io.BufferedReader(_Far(file_system.open(path, "rb")), _BUFFER)


def forget() -> None:
    """Let go of the files that are held open; another run may find others in their place."""
    _held.cache_clear()
    _file_system.cache_clear()


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """A file of this computer, or one at an address, which stays open for whoever wants another piece of it.

    Raises OSError, whose text is safe to show.
    """
    if is_address(path):
        file = _held(path)
        file.seek(0)
        yield file
    else:
        with open(path, "rb") as file:  # noqa: PTH123 -- a path as the file system spells it
            yield file


class _Far(io.RawIOBase):
    """A file of a storage, whose errors are words of ours."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        try:
            with in_words():
                return int(self._file.seek(place, whence))
        except ValueError:  # before the beginning, which is an error of the system for files of this computer
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from None

    def tell(self) -> int:
        return int(self._file.tell())

    def readinto(self, buffer: Any) -> int:
        with in_words():
            data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


# ---- the library ---------------------------------------------------------------------------------------------------


def located(address: str) -> tuple[Any, str]:
    """The file system of an address, and its path there. Raises OSError and UsageError."""
    root = _ROOT.match(address)
    assert root is not None
    file_system = _file_system(root[0])
    return file_system, str(file_system._strip_protocol(address))


@lru_cache(maxsize=8)
def _file_system(root: str) -> Any:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UsageError(
            f"addresses such as {root} need a package that is not installed; install it with: "
            "pip install 'poscheck[s3]'"
        ) from None
    kind = root.partition(":")[0]
    try:
        with in_words():
            return url_to_fs(root, use_listings_cache=False, skip_instance_cache=True)[0]
    except (ImportError, ValueError):
        raise UsageError(
            f"there is no package installed for addresses that begin with {kind}://; for s3:// install "
            "'poscheck[s3]', for others what fsspec needs for them."
        ) from None


@contextmanager
def in_words() -> Iterator[None]:
    """Whatever a storage has to say, as an error of the system without its text."""
    try:
        yield
    except FileNotFoundError:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)) from None
    except PermissionError:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None
    except (ImportError, ValueError, UsageError):
        raise
    except Exception as error:
        if (why := _silence(error)) is not None:
            raise OSError(SILENT, f"the storage cannot be asked: {why}") from None
        code = error.errno if isinstance(error, OSError) else None
        words = os.strerror(code) if code else f"the storage has failed: {type(error).__name__}"
        raise OSError(code or errno.EIO, words) from None


def limit(file_system: Any, size: int = 0) -> dict[str, float]:
    """How long to wait until so many bytes were taken, and answered, for those storages that can be told.

    Who brings a file waits until it is wanted, and has no limit of the library's own.
    """
    return {"timeout": _ANSWER_SECONDS + size / _SLOWEST} if getattr(file_system, "async_impl", False) else {}


def _silence(answer: Any) -> str | None:
    """Why a storage has said nothing at all; each library has errors of its own for that, by these names."""
    kinds = type(answer).__mro__ if isinstance(answer, Exception) else ()
    return next((_SILENCES[kind.__name__] for kind in kinds if kind.__name__ in _SILENCES), None)
