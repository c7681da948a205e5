# Each target sets up the local environment first and is quick when nothing changed.
# Needs Python 3.11+ and a package index. uv is used where it is installed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
export PYTHONPATH :=
export MPLBACKEND := Agg

.PHONY: demo test lint bench soak clean
.DEFAULT_GOAL := demo

$(STAMP): pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
	    uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
	    uv pip install --quiet --python $(BIN)/python --editable . --group dev; \
	else \
	    $(PYTHON) -m venv $(VENV) && \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1' && \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev; \
	fi
	@touch $@

demo: $(STAMP)  ## Ingest the bundled examples and build every report.
	@rm -rf demo && mkdir -p demo
	@$(BIN)/figures ingest examples --db demo/figures.db
	@$(BIN)/figures report --db demo/figures.db --out demo/reports
	@echo
	@echo "Open   demo/reports/overview.html   in a browser; the charts are beside it as PNG files."
	@echo "Query  demo/figures.db              with sqlite3, Datasette or pandas; docs/cookbook.md has questions to start from."

lint: $(STAMP)  ## Style and types.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

test: lint  ## Lint, types, tests and the eval gate.
	@$(BIN)/pytest -n auto

bench: $(STAMP)  ## Measure speed and accuracy against the peers.
	@$(BIN)/python bench/run.py

soak: $(STAMP)  ## The long runs: kills at random moments, throughput and memory, made-up and mutated input.
	@$(BIN)/python bench/soak/kills.py
	@$(BIN)/python bench/soak/throughput.py
	@$(BIN)/python bench/soak/fuzz.py --inputs 20000

clean:  ## Remove what the other targets made.
	@rm -rf $(VENV) demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
