# Every command sets up what it needs in .venv/ first; nothing else to install by hand.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
COMPILE := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.PHONY: help setup demo test shots eval bench lint fix lock clean
help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: $(READY) ## make .venv/ from the lock file

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "wirewatch needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "setting up $(VENV)/ (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## play a bundled day of invented news through the whole system
	@$(BIN)/wirewatch demo

test: $(READY) lint ## lint, types and tests
	@$(BIN)/python -m pytest -q -n 2

shots: $(READY) ## pictures of all pages, in build/shots/ (needs Chromium)
	@$(BIN)/python -m pytest -q -n 2 tests/test_pages_all.py

eval: $(READY) ## quality figures on labelled data, with floors
	@$(BIN)/python -m eval

bench: $(READY) ## speed figures
	@$(BIN)/python -m bench

lint: $(READY) ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

fix: $(READY) ## let ruff repair what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(READY) ## renew both lock files from pyproject.toml
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile $(COMPILE) --upgrade --extra dev --extra ner pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile $(COMPILE) --constraint requirements-dev.lock pyproject.toml -o requirements.lock

clean: ## remove the environment and everything built
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache
