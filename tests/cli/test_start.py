"""A check of one file on the terminal loads what it needs and no more, which keeps it quick on any machine."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from poscheck.cli.exits import Code
from poscheck.reading.plain_yaml import SOUND
from poscheck.resources import data_dir

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = data_dir("sample_submissions") / "typical-construction.yaml"

PARSER = "the parser of YAML, for files that are not plain"
NEVER = {
    "libraries for the schema of rulesets, for pages, for problems": {"pydantic", "jinja2", "jsonschema"},
    PARSER: {"yaml", "poscheck.reading.yaml_reader"},
    "JSON files": {"poscheck.reading.json_reader"},
    "workbooks": {"openpyxl", "xlsxwriter", "poscheck.workbook"},
    "the ruleset's files, which are in the cache": {"poscheck.ruleset.files", "poscheck.ruleset.assemble"},
    "the rule language": {"poscheck.checks.parser", "poscheck.checks.compiler", "poscheck.checks.patterns"},
    "what to say of problems": {"difflib", "poscheck.submission.validate", "poscheck.submission.suggest"},
    "other forms of the answer": {
        *("poscheck.report.as_html", "poscheck.report.as_json", "poscheck.report.as_markdown"),
        *("poscheck.report.comparison", "poscheck.batch"),
    },
}
PROGRAM = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, sep="\\n", file=sys.stderr))
from poscheck.__main__ import run
run()
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that a second check loads; the first one fills the cache of rulesets."""
    return [_modules(tmp_path_factory.getbasetemp() / "start") for _ in range(2)][1]


def _modules(cache: Path) -> set[str]:
    command = [sys.executable, "-c", PROGRAM, "check", str(SAMPLE), "--exit-zero"]
    environment = {name: value for name, value in os.environ.items() if name != "POSCHECK_NO_CACHE"}
    environment |= dict.fromkeys(("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"), str(cache))
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.startswith(("Ready", "Not ready"))
    return set(run.stderr.split("\n"))


@pytest.mark.parametrize("why", NEVER)
def test_is_not_loaded(why: str, loaded: set[str]) -> None:
    if why == PARSER and not SOUND:
        pytest.skip("before Python 3.11.5 all YAML is left to the parser")
    assert "poscheck.report.as_text" in loaded
    assert loaded.isdisjoint(NEVER[why])


def test_a_batch_on_this_computer_loads_nothing_for_others() -> None:
    program = "import sys, poscheck.cli.batching; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert {"distributed", "dask", "fsspec", "s3fs", "poscheck.batch.cluster", "poscheck.batch.scheduler"}.isdisjoint(
        run.stdout.split()
    )


@pytest.mark.parametrize("why", NEVER)
def test_is_the_name_of_a_module(why: str) -> None:
    assert all(importlib.util.find_spec(name) for name in NEVER[why])


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_while_our_modules_are_imported_is_quiet() -> None:
    program = """
import os, signal, sys
class Interrupts:
    def find_spec(self, name, path, target=None):
        if name == "poscheck.cli":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupts())
from poscheck.__main__ import run
run()
"""
    done = subprocess.run([sys.executable, "-c", program, "--help"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (Code.STOPPED, "", "")
