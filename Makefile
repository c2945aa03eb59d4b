# bertplay: `make run` starts it, `make test` checks it, `make test-slow` checks what takes longer.

PYTHON ?= python3
PORT ?= 8501
# Where the server listens: localhost for this machine alone, 0.0.0.0 for everybody in its network.
ADDRESS ?= localhost
# A lesson file that the app opens with, or the name of a ready one: demonstration, class, four_models.
LESSON ?=
# Linux without a GPU: TORCH_INDEX=https://download.pytorch.org/whl/cpu brings 0.2 GB of PyTorch instead of several.
TORCH_INDEX ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-input
# Torch from that index and from no other, before everything else from PyPI.
TORCH = $(if $(TORCH_INDEX),$(PIP) --no-deps --index-url $(TORCH_INDEX) "$$(grep ^torch== requirements.txt)")

# CUDA, which PyPI's torch brings on Linux; it is in no lock, as torch is not.
CUDA := cuda-bindings cuda-pathfinder cuda-toolkit triton $(addprefix nvidia-,cublas cuda-cupti cuda-nvrtc cuda-runtime cudnn-cu13 cufft \
	cufile curand cusolver cusparse cusparselt-cu13 nccl-cu13 nvjitlink nvshmem-cu13 nvtx)

.PHONY: help run test test-slow test-cluster lint format stored translations lock sbom audit clean

help: ## list the recipes
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.installed ## install what is pinned and start the app; PORT=8501, ADDRESS=0.0.0.0, LESSON=week1.toml
	$(if $(LESSON),BERTPLAY_LESSON="$(LESSON)" )$(BIN)/python -m bertplay serve --host $(ADDRESS) --port $(PORT)

# A failed test is run once more, and listed at the end if it then passes: threads and browsers never take the same time twice.
PYTEST = $(BIN)/python -m pytest -n 2 --dist loadfile --reruns 1 -rR

test: lint ## install the development tools too, check style and types, run the unit and page tests
	$(PYTEST) -m "not slow"

# Files run in their order, browsers first: xdist would put files with few tests last, and those are the long ones.
test-slow: .venv/.installed-dev ## browsers, load, faults, real trainings, printed programs
	$(PYTEST) --no-loadscope-reorder -m slow

test-cluster: .venv/.installed-cluster ## install Ray, and run the tests of models and runs on other machines
	$(BIN)/python -m pytest -m cluster tests/cluster

lint: .venv/.installed-dev ## check style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/.installed-dev ## put the code into the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

stored: .venv/.installed-dev ## ask the examples of the first pages anew and keep the answers; after new weights
	$(BIN)/python -W ignore -m tests.stored_answers
	$(BIN)/python -W ignore -m tests.stored_training

translations: .venv/.installed-dev ## list what the catalogues lack and what is no longer used
	$(BIN)/python -m tests.translations

lock: .venv/.installed-dev ## write requirements.lock anew: everything that runs with its hashes, except torch; after new requirements
	$(PIP) uv==0.13.9
	$(BIN)/uv pip compile --quiet requirements.txt --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		$(addprefix --no-emit-package ,torch $(CUDA)) --output-file requirements.lock

sbom: .venv/.installed ## write dist/bom.json, what runs with its hashes, in the format of CycloneDX, from requirements.lock and the pin of torch
	$(PIP) uv==0.13.9
	mkdir -p dist
	grep ^torch== requirements.txt | cat requirements.lock - | $(BIN)/uv tool run --from cyclonedx-bom==7.5.0 cyclonedx-py requirements \
		--output-reproducible --output-format JSON --output-file dist/bom.json -

# Strict: a package that the index does not know, or a network that is not there, is a failure and not a package without holes.
audit: .venv/.installed ## compare every pinned version with the known holes; needs the network
	$(PIP) uv==0.13.9
	$(BIN)/uv tool run pip-audit==2.10.1 --strict --no-deps --disable-pip -r requirements.txt -r constraints.txt

clean: ## remove the environment
	rm -rf .venv

# An environment is made once; pip runs again only when a requirements file is newer than its stamp.
# The target is pip, not python: where the system lacks ensurepip, python is there and pip is not.
.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit("bertplay needs Python 3.11 or later; try PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt constraints.txt | .venv/bin/pip
	$(TORCH)
	$(PIP) -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt requirements.txt constraints.txt | .venv/bin/pip
	$(TORCH)
	$(PIP) -r requirements-dev.txt
	@touch .venv/.installed $@

.venv/.installed-cluster: requirements-cluster.txt | .venv/.installed-dev
	$(PIP) -r requirements-cluster.txt
	@touch $@
