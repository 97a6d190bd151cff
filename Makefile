# `make help` says what there is. Everything runs in .venv, made here from constraints.txt.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# TensorFlow 2.21 has wheels for Python 3.11 to 3.13. Any of them will do: make PYTHON=/path/to/python3.12
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13; do \
	if "$$python" -c '$(SUPPORTED)' 2>/dev/null; then echo "$$python"; break; fi; done)
WORKERS ?= 2

BIN := .venv/bin
READY := .venv/ready
export CHECKOUT := $(CURDIR)
export PYTHONUTF8 := 1
unexport PYTHONPATH PYTHONHOME

.PHONY: help demo test prove mutate lint stock bench docs clean

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

demo: $(READY) ## make an exam for a small class and mark it, into build/demo
	@rm -rf build/demo
	@$(BIN)/examgen generate examples/midterm/blueprint.yaml --roster examples/midterm/roster.csv \
		--secret-file examples/midterm/secret.txt --out build/demo
	@$(BIN)/examgen grade build/demo examples/midterm/submissions || [ $$? -eq 1 ]  # 1: some sheets are bad, on purpose
	@echo "Look into build/demo: one paper per student in build/demo/papers."

test: lint ## lint, then run the tests (WORKERS=2 processes)
	@$(BIN)/python -m pytest -n $(WORKERS)

prove: $(READY) ## the long proofs: hundreds of kills, thousands of mutated files, statistics over the whole bank (an hour or more)
	@$(BIN)/python -m pytest -n $(WORKERS) -m prove --timeout 3600

mutate: $(READY) ## plant bugs in judge, marking, answers and exam, 60 in each, and count those that the tests notice (half an hour)
	@$(BIN)/python tests/mutation/run.py $(PACKAGES) $(if $(SAMPLE),--sample $(SAMPLE))

lint: $(READY) build/tree ## style, format, types, and who may import whom
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --quiet --check .
	@cd build/tree && ../../$(BIN)/mypy --config-file ../../pyproject.toml --no-error-summary \
		| sed -E 's,^examgen/(question_bank|solutions|templates)/,\1/,'
	@cd build/tree && report=$$(../../$(BIN)/lint-imports --config ../../pyproject.toml --no-cache --no-logo) \
		|| { printf '%s\n' "$$report"; exit 1; }
	@echo "lint: style, format, types and imports are in order"

stock: $(READY) ## make the variants that practice asks without Keras, as far as their questions have changed
	@$(BIN)/examgen bank stock

bench: $(READY) ## run the benchmarks
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

docs: ## build the documentation site into build/site
	@"$(PYTHON)" -m venv build/docs-venv
	@build/docs-venv/bin/python -m pip install -qq --disable-pip-version-check --requirement docs/requirements.txt
	@NO_MKDOCS_2_WARNING=1 build/docs-venv/bin/python -m mkdocs build --quiet --strict
	@echo "docs: build/site/index.html"

clean: ## remove what was built and every cache, but keep .venv
	@rm -rf build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

# The packages as they are installed, in links: for mypy and import-linter. Made anew each time, so that no file is missed.
.PHONY: build/tree
build/tree:
	@mkdir -p $@
	@rm -rf $@/examgen
	@mkdir $@/examgen
	@cd $@/examgen && ln -s ../../../examgen/* ../../../question_bank ../../../solutions ../../../templates .

# .venv/ready names the checkout that it was made for: a copied or moved checkout makes its own.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif
$(READY): constraints.txt setup.cfg
	@if ! "$(PYTHON)" -c '$(SUPPORTED)' 2>/dev/null; then \
		echo "examgen needs Python 3.11, 3.12 or 3.13, and '$(or $(PYTHON),python3)' is none of them. Name one: make PYTHON=/path/to/python3.11" >&2; \
		exit 1; \
	fi
	@if [ -e $@ ] && [ "$$(cat $@)" != "$$CHECKOUT" ]; then rm -rf .venv; fi
	@if [ -e $@ ]; then \
		echo ".venv: bringing it up to date with constraints.txt and setup.cfg (seconds, or minutes if a version changed)"; \
	else \
		echo ".venv: installing TensorFlow and the other pinned packages with $(PYTHON) (two to five minutes, once)"; \
	fi
	@if "$(PYTHON)" -c 'import ensurepip' 2>/dev/null; then \
		"$(PYTHON)" -m venv .venv; \
	elif "$(PYTHON)" -m pip --version >/dev/null 2>&1; then \
		"$(PYTHON)" -m venv --without-pip .venv; \
		"$(PYTHON)" -m pip --python $(BIN)/python install -qq --disable-pip-version-check pip; \
	else \
		echo "$(PYTHON) has neither ensurepip nor pip, so it cannot fill .venv. Install them" >&2; \
		echo "(Debian, Ubuntu: apt install python3-venv) or name another Python: make PYTHON=/path/to/python3.11" >&2; \
		exit 1; \
	fi
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@printf '%s' "$$CHECKOUT" > $@
	@echo ".venv: ready"
