# The commands of this project; each sets up what it needs.
#   make demo    open the demo
#   make test    run every test
#   make check   formatting, lint, types

PYTHON ?= python3
# Bring your own build of torch with `make test TORCH=torch`, or a file or an index of your own.
TORCH ?= torch==2.13.0
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check format bench clean

demo: $(VENV)/.play
	$(BIN)/python visualize.py

test: $(VENV)/.develop
	tools/system-packages
	$(BIN)/python -m pytest

check: $(VENV)/.develop
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.develop
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.develop
	tools/system-packages
	$(BIN)/python benchmarks/decode.py
	$(BIN)/python benchmarks/hover.py
	$(BIN)/python -m benchmarks.training
	$(BIN)/python -m benchmarks.kill

clean:
	rm -rf $(VENV) dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Morphing Faces needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.play: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@# A window needs a toolkit: Tk where Python has it, else Qt.
	@$(BIN)/python -c 'import tkinter' 2>/dev/null || \
	  $(BIN)/pip install --quiet --disable-pip-version-check -e '.[qt]'
	touch $@

$(VENV)/.develop: pyproject.toml $(VENV)/.play
	$(BIN)/python -c 'import torch' 2>/dev/null || \
	  $(BIN)/pip install --quiet --disable-pip-version-check '$(TORCH)'
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[baselines,cluster,datasets]' --group dev
	touch $@
