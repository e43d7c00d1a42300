# `make` lists the commands. The environment is .venv/; it is made when it is first needed.

SUBMISSION ?= exercises
EXERCISE ?=
L ?= <<language>>
UNSAFE ?=
SHARE ?=
ALL ?=
WHOLE ?=
FILE ?=
KIT ?=

ifeq ($(OS),Windows_NT)
PYTHON_IN := .venv/Scripts/python
else
PYTHON_IN := .venv/bin/python
endif

# Status 1 is a report of what is missing: under it make has done its work. At 2 the kit or its use is at fault.
LISTED = || { status=$$?; [ $$status -eq 1 ] || exit $$status; }
quoted = '$(subst ','\'',$(1))'
option = $(foreach word,$(2),$(1) $(call quoted,$(word)))

.DEFAULT_GOAL := help
.PHONY: help watch grade list hint reset replay step submit doctor update notebook

define HELP
<<help>>
endef
export HELP

help:
	@echo "$$HELP"

grade: .venv/.core
	@$(PYTHON_IN) -I -m autograder grade $(call quoted,$(SUBMISSION)) $(call option,--exercise,$(EXERCISE)) \
		--lang $(call quoted,$(L)) $(if $(UNSAFE),--unsafe) $(if $(ALL),--all) $(LISTED)

grade watch list hint reset replay step submit: export AUTOGRADER_BY := make

list doctor: .venv/.core
	@$(PYTHON_IN) -I -m autograder $@ --lang $(call quoted,$(L))

submit: .venv/.core
	@$(PYTHON_IN) -I -m autograder submit $(call option,,$(FILE)) --lang $(call quoted,$(L))

watch: .venv/.core
	@$(PYTHON_IN) -I -m autograder watch --lang $(call quoted,$(L)) $(if $(SHARE),--share $(call quoted,$(SHARE)))

hint reset replay step: .venv/.core
	@$(PYTHON_IN) -I -m autograder $@ $(call quoted,$(EXERCISE)) $(if $(WHOLE),--file) --lang $(call quoted,$(L)) $(LISTED)

update: .venv/.core
	@$(PYTHON_IN) -I -m autograder update $(call quoted,$(KIT)) --lang $(call quoted,$(L))

notebook: .venv/.notebook
	@$(PYTHON_IN) -m jupyter lab <<notebook>>

.venv/.core: pyproject.toml constraints.txt
	@L=$(call quoted,$(L)) sh .ci/install .core

.venv/.notebook: .venv/.core
	@L=$(call quoted,$(L)) sh .ci/install .notebook notebook
