# The project's verbs. `make preview` and `make test` need Python 3.11 or newer and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: help setup setup-dev preview run test check format lint types tests coverage docs lock clean
.DEFAULT_GOAL := help

help: ## what one can do here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Bongsu needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

# A stamp a lock file: a second run finds it newer than the lock and starts at once.
$(VENV)/runtime: $(VENV)/made requirements.lock pyproject.toml
	$(PIP) install --require-hashes --no-deps -r requirements.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/dev: $(VENV)/runtime requirements-dev.lock
	$(PIP) install --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

setup: $(VENV)/runtime ## make .venv with the pinned packages and the command .venv/bin/bongsu
setup-dev: $(VENV)/dev ## the same, and what tests and checks need

preview: setup ## watch it work: a local Telegram stand-in, a chat page, sample feeds; no token
	$(BIN)/bongsu preview $(ARGS)

run: setup ## the service, against Telegram (BONGSU_TELEGRAM_TOKEN)
	$(BIN)/bongsu run

test: check ## everything that must hold: format, lint, types, architecture, tests

# The types are checked beside the tests, which leave a core idle now and then.
check: setup-dev lint
	@$(MAKE) --no-print-directory -j2 types tests

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

tests:
	$(BIN)/python -m pytest -n auto --dist worksteal

coverage: setup-dev ## run the tests and show which lines none of them reached; takes twice their processor time
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term

format: setup-dev ## format the code and mend what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: setup-dev ## write the documents as a site to site/, and fail over a link that leads nowhere
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

LOCK := $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 pyproject.toml
lock: setup-dev ## write the lock files anew from pyproject.toml
	$(LOCK) --group build -o requirements.lock
	$(LOCK) --group build --group dev -o requirements-dev.lock

clean: ## remove what was made here
	rm -rf $(VENV) .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis dist site
