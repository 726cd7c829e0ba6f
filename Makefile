# Every target sets up .venv by itself, from the locked files; nothing is installed outside it.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe \
	--strip-extras --no-emit-options --no-build-isolation --upgrade
TEST := $(BIN)/pytest
# The tests start many programs; without compiled files each of them would compile the package anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench soak pictures docs lock clean

help:  ## Say what each target does.
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(READY)  ## Make a board with months of history in a temporary place and open it.
	$(BIN)/prodtui demo

test: $(READY)  ## Run the whole suite.
	$(TEST) -n $$(( 2 * $$(getconf _NPROCESSORS_ONLN) )) --maxprocesses 8 --dist loadgroup --durations 15

lint: $(READY)  ## Check style, types and the borders between the packages.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)  ## Lay out the code and mend what can be mended mechanically.
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(READY)  ## Measure speed and memory against the goals and the peer.
	$(BIN)/python -m bench

soak: $(READY)  ## Run fault tests and properties at full size; takes hours.
	$(TEST) -m "soak or hypothesis" --full-size

pictures: $(READY)  ## Make the pictures of the documentation with the program itself.
	$(BIN)/python docs/pictures.py

docs: $(READY)  ## Write the generated pages of the documentation anew.
	$(BIN)/python docs/generate.py

lock: $(READY)  ## Lock the newest fitting versions with the hashes of all their published files.
	$(COMPILE) --output-file requirements/run.txt pyproject.toml
	$(COMPILE) --extra optimise --constraint requirements/run.txt --output-file requirements/dev.txt pyproject.toml requirements/dev.in

clean:  ## Remove everything that a target has made.
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis snapshot_report.html
	find . -name __pycache__ -prune -exec rm -rf {} +

# Rebuilt when the locks or the packaging change. The build of the package itself needs no network:
# its back end is among the locked packages.
$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("prodtui needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements/dev.txt
	$(PIP) --no-index --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q prodtui
	-@$(TEST) --collect-only -qq >/dev/null # compiles the tests once; each of their workers would do it anew
	@touch $@
