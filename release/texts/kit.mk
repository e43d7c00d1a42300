# `make` lists the commands. The environment is .venv/; it is made when it is first needed.

SUBMISSION ?= exercises
EXERCISE ?=
L ?= <<language>>

ifeq ($(OS),Windows_NT)
PYTHON_IN := .venv/Scripts/python
else
PYTHON_IN := .venv/bin/python
endif

.DEFAULT_GOAL := help
.PHONY: help grade notebook

help:
	@echo 'make grade                  grade exercises/'
	@echo 'make grade EXERCISE=add     one exercise'
	@echo 'make grade SUBMISSION=PATH  a folder, a .zip or an .ipynb'
	@echo 'make notebook               open the lab notebook in JupyterLab'

grade: .venv/.core
	@$(PYTHON_IN) -m autograder grade $(SUBMISSION) $(addprefix --exercise ,$(EXERCISE)) --lang $(L) || [ $$? -eq 1 ]

notebook: .venv/.notebook
	@$(PYTHON_IN) -m jupyter lab <<notebook>>

.venv/.core: pyproject.toml constraints.txt
	@sh .ci/install .core

.venv/.notebook: .venv/.core
	@sh .ci/install .notebook notebook
