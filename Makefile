# bertplay: `make run` starts it, `make test` checks it.

PYTHON ?= python3
PORT ?= 8501
# A lesson file that the app opens with, or the name of a ready one: demonstration, class, four_models.
LESSON ?=
# Linux without a GPU: TORCH_INDEX=https://download.pytorch.org/whl/cpu brings 0.2 GB of PyTorch instead of several.
TORCH_INDEX ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-input $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))

.PHONY: help run test lint format stored wording clean

help: ## list the recipes
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.installed ## install what is pinned and start the app; PORT=8501, LESSON=week1.toml
	$(if $(LESSON),BERTPLAY_LESSON="$(LESSON)" )$(BIN)/streamlit run app.py --server.address localhost --server.port $(PORT)

# Files run in their order, browsers first: xdist would put files with few tests last, and those are the long ones.
test: lint ## install the development tools too, check the style and the types, run the tests
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: .venv/.installed-dev ## check style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/.installed-dev ## put the code into the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

stored: .venv/.installed-dev ## ask the examples of the first pages anew and keep the answers; after new weights
	$(BIN)/python -W ignore -m tests.stored_answers

wording: .venv/.installed-dev ## list what the French catalogue lacks and what nobody uses any more
	$(BIN)/python -m tests.wording

clean: ## remove the environment
	rm -rf .venv

# An environment is made once; pip runs again only when a requirements file is newer than its stamp.
# The target is pip, not python: where the system lacks ensurepip, python is there and pip is not.
.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit("bertplay needs Python 3.11 or later; try PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt constraints.txt | .venv/bin/pip
	$(PIP) -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt requirements.txt constraints.txt | .venv/bin/pip
	$(PIP) -r requirements-dev.txt
	@touch .venv/.installed $@
