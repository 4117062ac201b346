# Every task of the project. `make help` lists them; README.md says how to do without make.
#
#   make test ARGS="-k units"          more words for the program that a task runs
#   make build PLAN=specs/my_plan      another plan
#   make build PYTHON=python3.12       another Python
#   make test WITHOUT="java npm apt"   go on without these, and say what is not run

PYTHON ?= python3
PLAN   ?= specs/itu_2028_2031
ARGS   ?=
# What the tests may do without: any of apt, npm, java, mount, user. What is not there and not named here fails.
WITHOUT ?=
export WITHOUT

VENV   := .venv
BIN    := $(VENV)/bin
EDITOR := tests/editor/node_modules
BROWSER := tests/browser/node_modules
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Nothing is installed that the lock does not name, and no package runs its own set-up code.
LOCKED := --require-hashes --no-deps --only-binary :all:
LOCK   := $(BIN)/pip-compile --quiet --no-config --no-header --strip-extras --allow-unsafe \
          --generate-hashes --no-emit-options --no-emit-index-url --no-emit-find-links \
          --no-emit-trusted-host

.PHONY: help build test check lint format bench update lock clean system-packages
.DEFAULT_GOAL := help

help: ## Say what there is to do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

build: $(VENV)/.run ## Set up, then build the plan into outputs/
	$(BIN)/rbm-spec build $(PLAN) $(ARGS)

test: system-packages $(VENV)/.dev $(VENV)/.spark $(EDITOR)/.installed $(BROWSER)/.installed ## Set up what tests need, then run them all
	$(BIN)/python -m pytest -n 2 $(ARGS)

check: $(VENV)/.run ## Check the plan's specs
	$(BIN)/rbm-spec check $(PLAN) $(ARGS)

lint: $(VENV)/.dev ## Style, types and layers, without the other tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Put the code into shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/.dev ## Time check, build and calc against their peers
	$(BIN)/python -m bench $(ARGS)

update: $(VENV)/.dev ## Rewrite what tests expect; then read the diff
	$(BIN)/python -m pytest --update $(ARGS)

lock: $(VENV)/.run ## Pin versions anew after pyproject.toml changed (ARGS=--upgrade: the newest)
	$(PIP) install 'pip-tools>=7.5,<8'
	$(LOCK) $(ARGS) --all-build-deps --output-file requirements.lock pyproject.toml
	$(LOCK) $(ARGS) --extra dev --all-build-deps --constraint requirements.lock \
	    --output-file requirements-dev.lock pyproject.toml
	$(LOCK) $(ARGS) --output-file requirements-spark.lock requirements-spark.in
	@for file in requirements.lock requirements-dev.lock requirements-spark.lock; do \
	    { echo "# Written by 'make lock'."; cat $$file; } > $$file.new && \
	    mv $$file.new $$file; \
	done

clean: ## Remove the environment and all caches; outputs/ stays
	rm -rf $(VENV) $(EDITOR) $(BROWSER) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find rbm_spec tests -name __pycache__ -type d -prune -exec rm -rf {} +

system-packages:
	@sh .ci/system-packages $$(sed 's/#.*//' packages.apt)

# The environment, in three steps; each leaves a stamp, so that a second run costs nothing.

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "rbm-spec needs Python 3.11 or newer: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	    sh .ci/system-packages $(notdir $(PYTHON))-venv
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.run: requirements.lock pyproject.toml $(VENV)/.python
	@echo "Installing the locked packages; the first time takes a minute or two."
	$(PIP) install $(LOCKED) -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing the locked packages for development."
	$(PIP) install $(LOCKED) -r requirements-dev.lock
	@$(PIP) check
	@touch $@

# $(call without,NAME,WHY): goes on where WITHOUT names it, and fails where it does not.
without = case " $(WITHOUT) " in \
    *" $(1) "*) echo "NOT RUN: $(2)." >&2 ;; \
    *) echo "$(2). To go on without: make test WITHOUT=\"$(1)\"" >&2; exit 1 ;; esac

$(VENV)/.spark: requirements-spark.lock $(VENV)/.dev
	@if ! command -v java >/dev/null; then \
	    $(call without,java,There is no Java so printed SQL cannot be run on Spark); \
	elif $(PIP) install --require-hashes --no-deps -r requirements-spark.lock; then \
	    touch $@; \
	else \
	    $(call without,java,Spark could not be installed so printed SQL cannot be run on it); \
	fi

# The language server that editors use.
$(EDITOR)/.installed: $(addprefix tests/editor/,package.json package-lock.json .npmrc)
	@if ! command -v npm >/dev/null; then \
	    $(call without,npm,There is no npm so what editors show of specs cannot be tested); \
	elif npm ci --prefix tests/editor --no-audit --no-fund --loglevel=error; then \
	    touch $@; \
	else \
	    $(call without,npm,npm could not install the language server); \
	fi

# A driver of Chromium, and rules of accessibility for the page of results.
$(BROWSER)/.installed: $(addprefix tests/browser/,package.json package-lock.json .npmrc)
	@if ! command -v npm >/dev/null; then \
	    $(call without,npm,There is no npm so the page of results cannot be read as browsers show it); \
	elif npm ci --prefix tests/browser --no-audit --no-fund --loglevel=error; then \
	    touch $@; \
	else \
	    $(call without,npm,npm could not install the driver of Chromium); \
	fi

# An environment made by another Python than the one now asked for is made anew.
ifneq ($(origin PYTHON),file)
version = $(shell $(1) -c 'import sys; print(sys.version_info[:2])' 2>/dev/null)
ifneq ($(call version,$(PYTHON)),$(call version,$(BIN)/python))
.PHONY: $(VENV)/.python
endif
endif
