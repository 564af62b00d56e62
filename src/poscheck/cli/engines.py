"""Which engine scores a batch, from the options that say so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from poscheck.batch.shard import Shard, shard
from poscheck.cli import terminal
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poscheck.batch.plan import Engine
    from poscheck.batch.work import Job

_TLS = ("tls_ca", "tls_cert", "tls_key")
_ADDRESSES = ("tls://", "tcp://")


def engine_of(options: Mapping[str, Any]) -> Callable[[Job], Engine] | None:
    """The engine that the options ask for; None for processes on this computer.

    Raises :class:`~poscheck.errors.UsageError` for options that do not go together.
    """
    if options["engine"] == "local":
        _only_with("--engine dask", options, "scheduler", *_TLS)
        return None
    if options["workers"] is not None:
        raise UsageError("--workers is for this computer; a Dask cluster has the workers that were started for it.")
    address = options["scheduler"]
    if address is None or not address.startswith(_ADDRESSES):
        raise UsageError("--engine dask needs --scheduler with the address of one, such as tls://10.0.0.5:8786.")
    if not address.startswith("tls://"):
        _only_with("a tls:// address", options, *_TLS)
    for name in _TLS:
        if options[name] is not None and not options[name].is_file():
            raise UsageError(f"{_option(name)} {options[name]}: there is no such file.")
    from poscheck.batch.cluster import ClusterWorkers
    from poscheck.batch.scheduler import Scheduler, distributed

    distributed()
    scheduler = Scheduler(address=address, **{name: options[name] for name in _TLS})
    return partial(ClusterWorkers, scheduler=scheduler, time_limit=options["time_limit"], tell=_tell)


def shard_of(options: Mapping[str, Any]) -> Shard | None:
    """The shard that the options ask for. Raises :class:`~poscheck.errors.UsageError`."""
    if options["shard"] is None:
        return None
    if options["engine"] != "local":
        raise UsageError("--shard is for computers without an engine between them; leave it out with --engine dask.")
    if options["again"]:
        raise UsageError("--again gives up a whole run; use it without --shard, before the shards.")
    return shard(options["shard"])


def _only_with(what: str, options: Mapping[str, Any], *names: str) -> None:
    given = next((name for name in names if options[name] is not None), None)
    if given is not None:
        raise UsageError(f"{_option(given)} needs {what}.")


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _tell(text: str) -> None:
    pen = terminal.new_pen(err=True)
    pen.line(text)
    terminal.show(pen.text(), err=True)
