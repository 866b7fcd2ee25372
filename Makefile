# Backorder Desk. A fresh machine needs Python 3.11 or newer and make; everything else goes into .venv.

PYTHON ?= python3
BIN := .venv/bin
# Nothing is installed but what the lock files name, byte by byte; for Linux, macOS and Windows alike.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --custom-compile-command "make lock"
# A file's tests stay together, so that they share their server, and files come as tests/longest_first.py says and not
# by how many tests they have; PYTEST_ARGS="-n0 -k words" runs a few in one process.
PYTEST_ARGS ?=
# A test that hung ends its process; who begins it anew would only hang again. And what is compiled is kept, whatever the
# shell says: each worker would else compile all tests anew, and each process that a test starts what it imports of them.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder \
	--max-worker-restart 2

.DEFAULT_GOAL := help
.PHONY: help install install-spark demo run test check format bench bench-peers pictures lock clean

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

install: .venv/.installed  ## put the program and what it needs into .venv

demo: .venv/.installed  ## open a desk with made-up orders in the browser
	$(BIN)/backorder up --demo

run: .venv/.installed  ## open your own desk in the browser
	$(BIN)/backorder up

test: .venv/.installed-dev  ## run the tests
	$(PYTEST) $(PYTEST_ARGS)

check: .venv/.installed-dev  ## check format, style, types and who imports whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.installed-dev  ## put the code into its format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.installed-dev  ## measure what everything costs on desks of many lines; QUICK=1 in three minutes
	$(BIN)/python -m tests.bench $(if $(QUICK),--quick,--docs)

bench-peers: .venv/.installed-dev  ## measure Tryton and django-oscar beside the desk; sets them up first
	$(BIN)/python -m tests.bench.peers

pictures: .venv/.installed-dev  ## take the pictures of the pages for README.md again
	$(BIN)/python -m tests.browser.pictures

install-spark: .venv/.installed-spark  ## put Apache Spark into .venv too, for backorder plan --engine spark

lock: .venv/.installed-dev  ## choose the newest versions again that pyproject.toml allows
	$(COMPILE) --upgrade --group build --output-file requirements.lock pyproject.toml
	$(COMPILE) --upgrade --constraint requirements.lock --extra dev --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --upgrade --constraint requirements.lock --extra spark --output-file requirements-spark.lock pyproject.toml

clean:  ## remove .venv and what the tools leave behind; desks stay
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Backorder Desk needs Python 3.11 or newer; say which with: make PYTHON=python3.12 install" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null  # a .venv of another tool
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --no-index -e .
	$(BIN)/python -m compileall -q app.py engine db pages  # or each start of a process may compile all anew
	touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

# Spark comes as source, which is packed by what is installed already.
.venv/.installed-spark: requirements-spark.lock .venv/.installed
	$(PIP) --no-build-isolation --require-hashes -r requirements-spark.lock
	touch $@
