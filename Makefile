# Everything a developer runs, on a machine that has Python 3.11 or later and make. Windows: see README.md.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint bench generated clean

demo: .venv/installed
	$(BIN)/poscheck demo

test: .venv/installed-dev
	$(BIN)/python -m pytest $(PYTEST_OPTIONS)

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/installed-dev
	$(BIN)/python -m benchmarks $(BENCH_OPTIONS)

generated: .venv/installed-dev
	$(BIN)/python tools/generate.py

clean:
	rm -rf .venv dist

# A stamp is newer than pyproject.toml when what it stands for is installed.
.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/installed-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ .venv/installed

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "poscheck needs Python 3.11 or later; run: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
