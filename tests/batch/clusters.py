"""A Dask scheduler and workers as processes of this computer, which talk to each other encrypted."""

from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poscheck.batch.scheduler import Scheduler

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120
QUICK = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}  # so that one death is enough for a chunk to be blamed


@dataclass
class LocalCluster:
    """Where its scheduler is, and its processes."""

    scheduler: Scheduler
    process: subprocess.Popen[bytes]
    nannies: list[subprocess.Popen[bytes]]

    def kill_scheduler(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def started_cluster(folder: Path, cache: Path, workers: int) -> Iterator[LocalCluster]:
    """A cluster that lasts as long as the context; its workers can import these tests."""
    tls = _certificate(folder)
    flags = {"tls-ca": "--tls-ca-file", "tls-cert": "--tls-cert", "tls-key": "--tls-key"}
    options = [word for name, file in tls.items() for word in (flags[name], str(file))]
    place = folder / "scheduler.json"
    environment = {**os.environ, **QUICK, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)}

    def dask(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard", *options]
        with (folder / "cluster.log").open("ab") as log:
            return subprocess.Popen(
                command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    listen = ("--host", "127.0.0.1", "--port", "0", "--protocol", "tls", "--scheduler-file", str(place))
    processes = [dask("scheduler", *listen)]
    try:
        address = _address(place, processes[0])
        local = ("--nthreads", "1", "--local-directory", str(folder / "spool"))
        processes += [dask("worker", address, *local) for _ in range(workers)]
        files = {name.replace("-", "_"): file for name, file in tls.items()}
        yield LocalCluster(Scheduler(address=address, **files), processes[0], processes[1:])
    finally:
        for process in processes:
            _end(process)


def workers_of(nanny: subprocess.Popen[bytes]) -> list[int]:
    """The processes that a nanny has started and that do its work."""
    tasks = Path(f"/proc/{nanny.pid}/task").glob("*/children")
    children = [pid for task in tasks for pid in task.read_text().split()]
    return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def _address(place: Path, scheduler: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        assert scheduler.poll() is None, place.with_name("cluster.log").read_text()
        try:
            said: dict[str, Any] = json.loads(place.read_bytes())
        except (OSError, ValueError):
            time.sleep(0.05)
        else:
            return str(said["address"])
    raise AssertionError("the scheduler does not say where it is")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _certificate(folder: Path) -> dict[str, Path]:
    """A key and a certificate that is its own authority, as files."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cluster")])
    day = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day)
        .not_valid_after(day + datetime.timedelta(days=365 * 50))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    signed, secret = folder / "certificate.pem", folder / "key.pem"
    signed.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return {"tls-ca": signed, "tls-cert": signed, "tls-key": secret}
