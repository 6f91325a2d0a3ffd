# Two commands: `make serve` and `make test`. Everything they need is made here.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    ?= build/dataset
PORT   ?= 8000
# What the wheel is made of. The folders stand for files that were taken out of them.
FILES   := $(wildcard $(shell git ls-files -co --exclude-standard converter ontology seeds server shapes))
SOURCES := $(FILES) $(sort $(dir $(FILES))) pyproject.toml README.md LICENSE
# Once everything is installed, no index is asked: not for packages, and not for pip's own version.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Every process of the tests imports all tests: compiled once, they are read from __pycache__.
export PYTHONDONTWRITEBYTECODE :=

# The query page's script; without Node the page is a plain form.
BUNDLE  := server/static/bundle/query.js

.PHONY: serve dataset data-quality cookbook examples test test-all coverage check develop bundle clean
serve: dataset ## build, validate and serve the graph on http://127.0.0.1:8000/
	$(BIN)/digigov-serve $(OUT) --port $(PORT)

dataset: $(OUT)/manifest.json ## build and validate the graph, if anything that it is made of has changed

# The manifest is written with the rest or not at all.
$(OUT)/manifest.json: $(VENV)/.wheel
	$(BIN)/digigov-convert --downloads -o $(OUT)

data-quality: $(VENV)/.wheel ## write docs/data-quality.md anew
	$(BIN)/digigov-convert --downloads -o $(OUT) --report docs/data-quality.md

cookbook: dataset ## write the cookbook anew: words, tables, charts and notebook
	$(BIN)/python docs/cookbook.py $(OUT)

# The tests of a file stay together, as they share what they start; tests/conftest.py says how many
# processes run, and which files come first.
PYTEST := $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

examples: dataset ## write the numbers of rows into the example queries anew
	$(BIN)/python docs/example_rows.py $(OUT)

test: $(VENV)/.wheel $(VENV)/.dev ## run the tests of each landing against the installed wheel
	$(PYTEST) -m "not slow"

test-all: $(VENV)/.wheel $(VENV)/.dev ## run all tests: every IRI, every reader, many examples, long loads
	HYPOTHESIS_PROFILE=all DIGIGOV_ALL_READERS=1 DIGIGOV_EVERY_PAGE=1 $(PYTEST)

coverage: $(VENV)/.wheel $(VENV)/.dev ## measure branch coverage by the unit tests; it may not fall (pyproject.toml)
	$(PYTEST) --cache-clear -m "not slow" --cov --cov-report=term:skip-covered tests/unit tests/shapes

check: $(VENV)/.wheel $(VENV)/.dev ## lint, types, import contracts, spelling, the frontend
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	@if command -v npm >/dev/null; then \
	  npm ci --prefix server/frontend --silent && npm run --prefix server/frontend --silent check && \
	  npm run --prefix server/frontend --silent test; \
	else \
	  echo "Node is not here: the frontend was not checked"; \
	fi

$(VENV)/.venv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip "hatchling>=1.27,<2"
	touch $@

$(VENV)/.deps: pyproject.toml | $(VENV)/.venv
	$(BIN)/python -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; print(*p["dependencies"], sep="\n")' > $(VENV)/deps.txt
	$(BIN)/python -m pip install --quiet -r $(VENV)/deps.txt
	touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/.deps
	$(BIN)/python -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; print(*p["optional-dependencies"]["dev"], sep="\n")' > $(VENV)/dev.txt
	$(BIN)/python -m pip install --quiet -r $(VENV)/dev.txt
	touch $@

$(BUNDLE): $(shell git ls-files -co --exclude-standard server/frontend 2>/dev/null)
	@if ! command -v npm >/dev/null; then \
	  echo "Node is not here: the query page will be a plain form"; \
	elif npm ci --prefix server/frontend --silent && npm run --prefix server/frontend --silent build; then \
	  touch $@; \
	else \
	  echo "npm could not build the query editor: the query page will be a plain form"; \
	fi

bundle: $(BUNDLE)

$(VENV)/.wheel: $(SOURCES) $(VENV)/.deps | $(BUNDLE)
	rm -rf build/wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/wheel .
	$(BIN)/python -m pip install --quiet --force-reinstall --no-deps build/wheel/*.whl
	touch $@

develop: $(VENV)/.dev ## an editable install, for working on the code
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	rm -f $(VENV)/.wheel # the next test installs the wheel again

clean:
	rm -rf build dist $(VENV)
