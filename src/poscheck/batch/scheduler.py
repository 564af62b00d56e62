"""The scheduler of a Dask cluster: where it is, how it is reached, and what is said where it cannot be.

The library is imported here and nowhere else.
"""

from __future__ import annotations

import gc
import logging
import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from poscheck.errors import PoscheckError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CONNECT_SECONDS = 20
_CLOSE_SECONDS = 0.5
_STARTS = 3  # Dask gives the thread that it talks by ten seconds to start, which an overloaded computer may need


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduler:
    """Where the scheduler is, and the files of an encrypted connection; without them Dask's configuration counts."""

    address: str
    tls_ca: Path | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None

    @contextmanager
    def client(self) -> Iterator[Any]:
        """Dask's client, connected.

        Raises :class:`~poscheck.errors.UsageError` where no scheduler answers, and
        :class:`~poscheck.errors.PoscheckError` where this computer is too busy to ask it.
        """
        library = distributed()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions of other libraries differ: poscheck's own are compared
            client = self._connected(library)
        try:
            yield client
        finally:
            with suppress(Exception):  # whatever a lost connection has to say, it is over
                client.close(timeout=_CLOSE_SECONDS)

    def _connected(self, library: Any) -> Any:
        gc.collect()  # a client left unclosed takes, when it is collected, the lock that starting another one holds
        for left in reversed(range(_STARTS)):
            try:
                return library.Client(
                    self.address,
                    security=self._security(),
                    timeout=_CONNECT_SECONDS,
                    set_as_default=False,
                    name="poscheck",
                )
            except (OSError, ValueError, TypeError) as error:
                raise self._unanswered(error) from error
            except (AssertionError, RuntimeError) as error:  # the thread has not started; the latter under python -O
                if not left:
                    raise PoscheckError(
                        "Dask's own thread does not start on this computer, and nothing was sent to the cluster; is "
                        "the computer overloaded? The same command tries again."
                    ) from error
        raise AssertionError("one of the attempts returns or raises")

    def _unanswered(self, error: Exception) -> UsageError:
        lacking = None in {self.tls_ca, self.tls_cert, self.tls_key}
        if lacking and isinstance(error, TypeError) and self.address.startswith("tls://"):
            return UsageError(
                f"the scheduler at {self.address} is asked by an encrypted connection, which needs --tls-ca, "
                "--tls-cert and --tls-key, or the same files in Dask's configuration."
            )
        return UsageError(
            f"no scheduler answers at {self.address}; look whether it runs there, whether the address begins with "
            "tls:// or tcp:// as the scheduler says, and, for tls://, whether --tls-ca, --tls-cert and --tls-key name "
            "the right files."
        )

    def _security(self) -> Any:
        """What Dask wants to know of an encrypted connection."""
        from distributed.security import Security

        files = {"tls_ca_file": self.tls_ca, "tls_client_cert": self.tls_cert, "tls_client_key": self.tls_key}
        given = {name: str(file) for name, file in files.items() if file is not None}
        if self.address.startswith("tls://"):
            given["require_encryption"] = True  # type: ignore[assignment]  # the one that is no path
        return Security(**given)  # type: ignore[no-untyped-call]


def distributed() -> Any:
    """The library. Raises :class:`~poscheck.errors.UsageError` where it is not installed."""
    try:
        import distributed as library
    except ImportError:
        raise UsageError(
            "--engine dask needs a package that is not installed; install it with: pip install 'poscheck[dask]'"
        ) from None
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said in words of ours
    return library
