# The commands of this project; each sets up what it needs.
#   make demo    open the demo
#   make test    run every test; test-fast leaves out those that take over a fifth of a second or so
#   make fuzz    mutated files through everything that reads files; FUZZ=1000 for fewer
#   make check   formatting, lint, types
#   make site    build the page of the online demo and the widget of notebooks (needs Node)

PYTHON ?= python3
# Bring your own build of torch with `make test TORCH=torch`, or a file or an index of your own.
TORCH ?= torch==2.13.0
VENV := .venv
BIN := $(VENV)/bin

# Tests start hundreds of processes, each of which would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

PAGE := src/morphing_faces/site/page
ONE_FILE := src/morphing_faces/site/page_in_one_file
WIDGET := src/morphing_faces/views/notebook/front_end

.PHONY: demo site fuzz test test-fast test-python test-page check format bench bench-page bench-notebook publish-files clean

demo: $(VENV)/.play
	$(BIN)/python visualize.py

site: web/node_modules
	cd web && npm run --silent build

test: test-page test-python

test-python: $(VENV)/.develop
	tools/system-packages
	$(BIN)/python -m pytest -m 'not slow' -n auto
	$(BIN)/python -m pytest -m slow --durations=20

test-fast: $(VENV)/.develop
	$(BIN)/python -m pytest -m 'not slow' -n auto

# Mutated files, in processes with bounds; those at which something goes wrong are kept in fuzz-kept.
FUZZ ?= 100000
fuzz: $(VENV)/.develop
	$(BIN)/python -m tests.fuzz.harness $(FUZZ) --seed $$(date +%s)

# The page in a real browser, with the model that Python has exported.
test-page: $(VENV)/.develop
	@tools/has-node || { test -z "$$CI"; exit; }; \
	  tools/system-packages && $(MAKE) --no-print-directory site && \
	  cd web && npm run --silent check && npm test --silent && \
	  export PYTHON="$(CURDIR)/$(BIN)/python" && npm run --silent e2e && \
	  SITE_IS_BUILT=1 npm run --silent e2e:browsers && npm run --silent e2e:notebook

check: $(VENV)/.develop
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@tools/has-node || exit 0; $(MAKE) --no-print-directory web/node_modules && cd web && npm run --silent check

format: $(VENV)/.develop
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.develop
	tools/system-packages
	$(BIN)/python benchmarks/decode.py
	$(BIN)/python benchmarks/hover.py
	$(BIN)/python benchmarks/terminal.py
	$(BIN)/python benchmarks/film.py
	$(BIN)/python -m benchmarks.photo
	$(BIN)/python -m benchmarks.group
	$(BIN)/python -m benchmarks.training
	$(BIN)/python -m benchmarks.terms --rounds 3
	$(BIN)/python -m benchmarks.kill
	$(BIN)/python -m benchmarks.writing
	$(BIN)/python benchmarks/linear.py --faces 2000 --size 24

bench-page: $(VENV)/.develop site
	tools/system-packages
	rm -rf web/.bench && mkdir web/.bench
	$(BIN)/morphing-faces site --export web/.bench/site
	$(BIN)/python web/benchmarks/naive.py web/.bench/naive
	cd web && node benchmarks/page.mjs .bench/site .bench/naive

# The widget beside one that only echoes, in a real JupyterLab; MOVES=500 for fewer than 10,000.
bench-notebook: $(VENV)/.develop site
	tools/system-packages
	cd web && PYTHON="$(CURDIR)/$(BIN)/python" npm run --silent bench:notebook

# What a tag publishes, in dist: see .github/workflows/publish.yml. ADDRESS: where the site will be.
publish-files: $(VENV)/.develop site
	rm -rf dist
	$(BIN)/python -m pip wheel --no-deps --wheel-dir dist/packages .
	$(BIN)/morphing-faces site --export dist/site --model heads64 --model faces48 $(if $(ADDRESS),--address $(ADDRESS))

clean:
	rm -rf $(VENV) dist web/node_modules $(PAGE) $(ONE_FILE) $(WIDGET)

web/node_modules: web/package.json web/package-lock.json
	@tools/has-node
	cd web && npm install --no-save --no-fund --no-audit --loglevel error
	touch $@

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
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[baselines,cluster,datasets,diffusers,film,hub,notebook]' --group dev
	touch $@
