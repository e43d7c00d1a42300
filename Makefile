# `make` lists the commands. The environment is .venv/; it is made when it is first needed.

SUBMISSION ?= exercises
EXERCISE ?=
L ?= fr
ASSIGNMENT ?=
FROM ?=
ROSTER ?=
OPTIONS ?=
UNSAFE ?=
N ?= 200
SHARE ?=
HOST ?=
NUMPY ?=
KEEP ?=
ALL ?=
WHOLE ?=
FILE ?=

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PYTHON_IN := $(BIN)/python
# Neither the environment nor the current folder decides what is imported.
ISOLATED := $(PYTHON_IN) -I
# Status 1 is a report of what is missing: under it make has done its work. At 2 the kit or its use is at fault.
LISTED = || { status=$$?; [ $$status -eq 1 ] || exit $$status; }
quoted = '$(subst ','\'',$(1))'
option = $(foreach word,$(2),$(1) $(call quoted,$(word)))
NEEDS_FROM = $(if $(FROM),,$(error FROM= is missing: make $@ FROM=submissions.zip))
NAMED = $(call option,--assignment,$(ASSIGNMENT)) $(call option,,$(OPTIONS))
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help watch grade list hint reset replay step submit doctor test test-all check contract format exercises golden bench bench-class clean release collect autograde feedback grades class overview gradescope live page bench-page

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */  make \1|/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

grade: .venv/.core  ## grade exercises/, or SUBMISSION=path; EXERCISE=add for one exercise; ALL=1 every failure; L=en for English
	@$(ISOLATED) -m autograder grade $(call quoted,$(SUBMISSION)) $(call option,--exercise,$(EXERCISE)) \
		--lang $(call quoted,$(L)) $(if $(UNSAFE),--unsafe) $(if $(ALL),--all) $(LISTED)

watch:  ## grade on save; h hint, n p exercise, r replay, q quit; SHARE=URL to be seen on the teacher's page
list:  ## the exercises, where each one is, how many hints were read
hint:  ## the next hint: EXERCISE=add
reset:  ## put an answer back as it was handed out, keep what was written: EXERCISE=add; WHOLE=1 its whole file
replay:  ## meet the counterexample again in your own Python, where print and pdb work: EXERCISE=add
step:  ## walk through your backward pass on the counterexample: EXERCISE=add
submit:  ## the zip to hand in: what it holds, what is missing; FILE=lab.ipynb for that one
doctor:  ## how well this machine isolates what it grades

grade watch list hint reset replay step submit: export AUTOGRADER_BY := make

list doctor: .venv/.core
	@$(ISOLATED) -m autograder $@ --lang $(call quoted,$(L))

submit: .venv/.core
	@$(ISOLATED) -m autograder submit $(call option,,$(FILE)) --lang $(call quoted,$(L))

watch: .venv/.core
	@$(ISOLATED) -m autograder watch --lang $(call quoted,$(L)) $(if $(SHARE),--share $(call quoted,$(SHARE)))

hint reset replay step: .venv/.core
	@$(ISOLATED) -m autograder $@ $(call quoted,$(EXERCISE)) $(if $(WHOLE),--file) --lang $(call quoted,$(L)) $(LISTED)

test: .venv/.dev  ## the kit's own tests, without the slow ones
	@$(PYTHON_IN) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not slow and not alone"
	@$(PYTHON_IN) -m pytest -q -m "alone and not slow"

test-all: .venv/.dev  ## the kit's own tests, all of them
	@$(PYTHON_IN) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not alone"
	@$(PYTHON_IN) -m pytest -q -m alone

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
	@$(ISOLATED) -m release publish $(NAMED)

collect: .venv/.dev  ## take in what was handed in: FROM=Moodle's zip, or a folder of kits and notebooks; ROSTER=students.csv; L=en
	@$(NEEDS_FROM)$(ISOLATED) -m release collect $(call quoted,$(FROM)) $(if $(ROSTER),--roster $(call quoted,$(ROSTER))) \
		--lang $(call quoted,$(L)) $(NAMED) $(LISTED)

autograde: .venv/.dev  ## grade what is in submitted/ with nbgrader; ASSIGNMENT=name for one of several; L=en
	@$(ISOLATED) -m release autograde --lang $(call quoted,$(L)) $(NAMED) $(LISTED)

feedback: .venv/.dev  ## make the pages that students get back
	@$(ISOLATED) -m release feedback $(NAMED)

grades: .venv/.dev  ## write the grades as CSV: nbgrader's, and a worksheet for Moodle
	@$(ISOLATED) -m release grades --lang $(call quoted,$(L)) $(NAMED)

class: .venv/.dev  ## grade a whole class without nbgrader: FROM=Moodle's zip, or a folder; ROSTER=students.csv
	@$(NEEDS_FROM)$(ISOLATED) -m release class $(call quoted,$(FROM)) $(if $(ROSTER),--roster $(call quoted,$(ROSTER))) \
		--lang $(call quoted,$(L)) $(if $(UNSAFE),--unsafe) $(NAMED) $(LISTED)

overview: .venv/.dev  ## the page of class, of what make autograde has graded; L=en for English
	@$(ISOLATED) -m release overview --lang $(call quoted,$(L)) $(NAMED)

gradescope: .venv/.dev  ## Gradescope's autograder, hidden graders and all: release/dist/…-gradescope.zip
	@$(ISOLATED) -m release gradescope --lang $(call quoted,$(L)) $(if $(UNSAFE),--unsafe) $(NAMED)

live: .venv/.dev  ## who is stuck where while they work: HOST=address to listen on; KEEP=folder to keep what comes in
	@$(ISOLATED) -m release live --lang $(call quoted,$(L)) $(if $(HOST),--host $(call quoted,$(HOST))) \
		$(if $(KEEP),--keep $(call quoted,$(KEEP))) $(call option,,$(OPTIONS))

page: .venv/.dev  ## the page that judges in a browser, a folder and a zip for each language: release/dist/; NUMPY=wheel
	@$(ISOLATED) -m release page $(if $(NUMPY),--numpy $(call quoted,$(NUMPY)))

golden: .venv/.dev  ## renew the golden files of the tests
	@$(PYTHON_IN) -m pytest -q tests --golden

bench: .venv/.dev  ## where the time goes, as medians and ratios of one run
	@$(PYTHON_IN) -m tests.bench
	@$(PYTHON_IN) -m tests.bench_watch
	@$(PYTHON_IN) -m tests.bench_nbgrader

bench-class: .venv/.dev  ## what a class costs, beside a pytest for each: N=1000 students; default 200
	@$(PYTHON_IN) -m tests.bench_class $(call quoted,$(N))

bench-page: .venv/.dev  ## the page in Chromium: how fast it is, and whether it judges as the kit on all that is known (long)
	@$(PYTHON_IN) -m tests.bench_page
	@$(PYTHON_IN) -m tests.bench_room

clean:  ## remove the environment and what was built
	rm -rf .venv build *.egg-info release/dist

.venv/.core: pyproject.toml constraints.txt
	@L=$(call quoted,$(L)) .ci/install .core

.venv/.dev: .venv/.core
	@L=$(call quoted,$(L)) .ci/install .dev dev
