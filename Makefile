# make run    answers the question: nine runs, the pair without coordination, what no plan can pass,
#             charts, the verdict table: about ten minutes on two cores; it resumes
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
PAIR := ready-force ready-force-cut
LIKELY := $(filter-out $(PAIR),$(QUESTIONS))
NOBODY := user-optimal user-optimal-cut
FILES = $(1:%=experiments/%.toml)
ALONE := --workers 1 --records summary
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: setup run likely beside study test laws lint types floors bench docs fast pure clean
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
	@echo "Eleven questions, what no plan can pass, charts: about ten minutes on two cores. To go on after a stop: make run"
	@$(MAKE) --no-print-directory -j $(WORKERS) likely beside
	$(BIN)/eastflank run $(call FILES,$(QUESTIONS)) --workers $(WORKERS) --records summary --charts

# One process each, side by side: what the last command of make run finds stored.
likely: $(READY)
	-@$(BIN)/eastflank run $(call FILES,$(LIKELY)) $(ALONE) >/dev/null

beside: $(READY)
	-@$(BIN)/eastflank bound $(call FILES,$(PAIR)) >/dev/null
	-@$(BIN)/eastflank run $(call FILES,$(NOBODY)) --replications 0 $(ALONE) >/dev/null

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
