"""Batches run in a folder of their own, and load their ruleset from a cache that is not the user's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.batch import addresses
from tests.batch.storages import BUCKET, SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NO_S3 = "the extra poscheck[s3] is not installed"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder for loaded rulesets."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def folder(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in."""
    monkeypatch.delenv("POSCHECK_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def memory() -> Iterator[Any]:
    """The storage of fsspec that is in this process."""
    storage = pytest.importorskip("fsspec", reason=NO_S3).filesystem("memory")
    yield storage
    storage.store.clear()
    storage.pseudo_dirs[:] = [""]


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """An S3 endpoint on this computer."""
    pytest.importorskip("s3fs", reason=NO_S3)
    server = pytest.importorskip("moto.server", reason="moto is not installed").ThreadedMotoServer(
        "127.0.0.1", 0, verbose=False
    )
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket, found as users do it: through the environment."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_ENDPOINT_URL": s3_server,
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    storage = pytest.importorskip("fsspec").filesystem("s3", skip_instance_cache=True, use_listings_cache=False)
    storage.mkdir(BUCKET)
    yield storage
    storage.rm(BUCKET, recursive=True)
    addresses.forget()
