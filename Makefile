# `make` lists the commands. The environment is .venv/; it is made when it is first needed.

SUBMISSION ?= exercises
EXERCISE ?=
L ?= fr
ASSIGNMENT ?=
FROM ?=
ROSTER ?=
OPTIONS ?=

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PYTHON_IN := $(BIN)/python
# Status 1 is a report of what is missing: under it make has done its work. At 2 the kit or its use is at fault.
LISTED = || [ $$? -eq 1 ]
NAMED = $(addprefix --assignment ,$(ASSIGNMENT))
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help grade test test-all check contract format exercises golden bench clean release collect autograde feedback grades

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */  make \1|/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

grade: .venv/.core  ## grade exercises/, or SUBMISSION=path; EXERCISE=add for one exercise; L=en for English
	@$(PYTHON_IN) -m autograder grade $(SUBMISSION) $(addprefix --exercise ,$(EXERCISE)) --lang $(L) $(LISTED)

test: .venv/.dev  ## the kit's own tests, without the slow ones
	@$(PYTHON_IN) -m pytest -q -m "not slow"

test-all: .venv/.dev  ## the kit's own tests, all of them
	@$(PYTHON_IN) -m pytest -q

check: .venv/.dev  ## format, lint, types, import rules, generated files, contract
	@$(PYTHON_IN) -m ruff format --check .
	@$(PYTHON_IN) -m ruff check .
	@$(PYTHON_IN) -m mypy
	@$(PYTHON_IN) -m pytest -q tests/test_imports.py
	@$(PYTHON_IN) -m release check
	@$(PYTHON_IN) -m release contract

contract: .venv/.dev  ## prove the graders on wrong and on unusual right solutions: the kill table
	@$(PYTHON_IN) -m release contract

format: .venv/.dev  ## format the code
	@$(PYTHON_IN) -m ruff format .
	@$(PYTHON_IN) -m ruff check --fix .

exercises: .venv/.dev  ## write exercises/ and the generated data from solutions/
	@$(PYTHON_IN) -m release exercises

release: .venv/.dev  ## publish: nbgrader's source/ and release/, the students' kits, the corrigés
	@$(PYTHON_IN) -m release build $(NAMED) $(OPTIONS)

collect: .venv/.dev  ## take in what was handed in: FROM=Moodle's zip, or a folder of kits and notebooks; ROSTER=students.csv
	@$(PYTHON_IN) -m release collect "$(FROM)" $(if $(ROSTER),--roster "$(ROSTER)") $(NAMED) $(OPTIONS) $(LISTED)

autograde: .venv/.dev  ## grade what is in submitted/ with nbgrader; ASSIGNMENT=name for one of several
	@$(PYTHON_IN) -m release autograde $(NAMED) $(OPTIONS) $(LISTED)

feedback: .venv/.dev  ## make the pages that students get back
	@$(PYTHON_IN) -m release feedback $(NAMED) $(OPTIONS)

grades: .venv/.dev  ## write the grades as CSV: nbgrader's, and a worksheet for Moodle
	@$(PYTHON_IN) -m release grades $(NAMED) $(OPTIONS)

golden: .venv/.dev  ## renew the golden files of the tests
	@$(PYTHON_IN) -m pytest -q tests --golden

bench: .venv/.dev  ## where the time goes, as medians and ratios of one run
	@$(PYTHON_IN) -m tests.bench
	@$(PYTHON_IN) -m tests.bench_nbgrader

clean:  ## remove the environment and what was built
	rm -rf .venv build *.egg-info release/dist

.venv/.core: pyproject.toml constraints.txt
	@.ci/install .core

.venv/.dev: .venv/.core
	@.ci/install .dev dev
