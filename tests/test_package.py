"""The wheel carries every data file, and scores a packaged sample where there is no checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("rules", "schemas", "templates", "sample_submissions")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    return next(out.glob("*.whl"))  # built from the source distribution, so that holds everything too


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_data_file_is_in_the_wheel(wheel: Path, folder: str) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    files = [file for file in (ROOT / folder).rglob("*") if file.is_file()]

    assert files
    assert [file for file in files if f"poscheck/_data/{file.relative_to(ROOT).as_posix()}" not in packed] == []


def test_the_installed_wheel_scores_a_packaged_sample(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    venv.create(environment, system_site_packages=False, with_pip=True)
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    # The libraries come from the environment of the tests, so that nothing is fetched; poscheck itself from the wheel.
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True, capture_output=True
    )
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    purelib = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    (Path(purelib.stdout.strip()) / "libraries.pth").write_text(libraries, encoding="utf-8")
    script = """
import sys, json, poscheck
from datetime import date
from poscheck.resources import data_dir
sample = data_dir("sample_submissions") / "exemplary-health-science.yaml"
card = poscheck.evaluate(poscheck.load_ruleset(), poscheck.load_submission(sample), date(2026, 10, 15))
page = poscheck.render_html(card)
print(json.dumps({"from": poscheck.__file__, "sample": str(sample), "verdict": card.verdict, "page": len(page)}))
"""
    run = subprocess.run([python, "-P", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)
    assert str(environment) in answer["from"]
    assert "_data" in answer["sample"]
    assert answer["verdict"] == "meets"
    assert answer["page"] > 100_000
