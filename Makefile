# make run    answers the question: nine runs, their charts, the verdict table
# make study  carries out the study that docs/study.md tells: some hours; it resumes
#             (make study REPLICATIONS=16: a short one, about half an hour; BUDGET=25: as much as
#             25 minutes allow, what tells most first)
# make test   lint, types, import floors, tests
# make laws   tries the laws on fresh examples, new ones each time
# make bench  measures the speed on small cases and writes bench/results.md
#             (python -m bench theatre: on the real one; --against REV: beside another commit)
# make docs   builds the documentation site into build/docs, without a network connection
# make fast   compiles the engine in place (needs a C compiler; the results are the same);
#             make pure goes back to plain Python
# make setup  makes the environment (the others do it by themselves)

PYTHON ?= python3
VENV ?= .venv
WORKERS ?= 2
REPLICATIONS ?= 64
BUDGET ?=

BIN := $(VENV)/bin
READY := $(VENV)/.eastflank-ready
FRAMES := ready-force baseline no-warning
QUESTIONS := $(foreach frame,$(FRAMES),$(frame) $(frame)-cut $(frame)-cut-c0)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: setup run study test laws lint types floors bench docs fast pure clean
.DEFAULT_GOAL := run

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("eastflank needs Python 3.11 or newer: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Making the environment in $(VENV) (once, a minute or two) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --upgrade pip
	@$(PIP) install --constraint constraints.txt --editable . --group dev
	@touch $@

run: $(READY)
	$(BIN)/eastflank run $(QUESTIONS:%=experiments/%.toml) --workers $(WORKERS) --records summary --charts

study: $(READY)
	$(BIN)/python -m tools.study --replications $(REPLICATIONS) --workers $(WORKERS) $(BUDGET:%=--budget %)

test: lint types floors
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile -m "not slow"

laws: $(READY)
	$(BIN)/python -m pytest -q -n $(WORKERS) tests/laws

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

floors: $(READY)
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m bench

docs: $(READY)
	$(BIN)/python -m sphinx -q -W --keep-going -n -b html docs build/docs

fast: $(READY)
	EASTFLANK_COMPILE=1 $(PIP) install --constraint constraints.txt --no-deps --editable .
	@$(BIN)/eastflank --version

pure:
	find src \( -name '*.so' -o -name '*.pyd' -o -name compiled.json \) -delete

clean: pure
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
