# One word a task; `make help` lists them. Needs Python 3.11 or newer: `make site PYTHON=python3.12` names another one.

PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
SITE_ENV := $(VENV)/.ready-for-site
TEST_ENV := $(VENV)/.ready-for-tests
BENCH_ENV := $(VENV)/.ready-for-bench
GENERATED := site docs/articles docs/outlets docs/places docs/actors docs/dates docs/data docs/search docs/index.md docs/about.md docs/explore.md docs/contribute docs/contribute.md

# An environment whose Python has gone, or is not the PYTHON asked for, is made anew.
FOUND := $(shell $(BIN)/python -c 'import pip, sys; print(sys.version)' 2>/dev/null)
ASKED := $(if $(filter file,$(origin PYTHON)),$(FOUND),$(shell $(PYTHON) -c 'import sys; print(sys.version)' 2>/dev/null))
ifneq ($(FOUND),$(or $(ASKED),none))
$(shell rm -f $(SITE_ENV) $(TEST_ENV) $(BENCH_ENV))
endif

.DEFAULT_GOAL := help
.PHONY: help site serve check test bench lock clean distclean

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: $(SITE_ENV) ## build the archive into site/ (sets everything up the first time)
	@$(BIN)/python build_archive.py $(ARGS)

serve: $(SITE_ENV) ## show the archive on this machine and rebuild it as files change
	@$(BIN)/python build_archive.py serve $(ARGS)

check: $(SITE_ENV) ## only say what is wrong with the seeds and authority records
	@$(BIN)/python build_archive.py check $(ARGS)

test: $(TEST_ENV) ## lint, types and every test, in a real browser too (ARGS="-k date" chooses)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tests.browser_setup
	$(BIN)/pytest $(ARGS)

bench: $(BENCH_ENV) ## measure everything against its peers, about an hour (ARGS="--quick --articles 2000" is short)
	$(BIN)/python -m tests.browser_setup
	$(BIN)/python -m bench $(ARGS)

# The locks hold for Python 3.11 to 3.14 on every platform. Versions stay as they are while pyproject.toml admits them;
# `make lock ARGS=--upgrade` takes the newest. Needs uv (`pip install uv`), as nothing else here does.
COMPILE := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url $(ARGS)
lock: ## write the requirements*.lock anew from pyproject.toml
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(COMPILE) --group bench --constraint requirements-dev.lock --output-file requirements-bench.lock

clean: ## delete what building and testing leave behind
	rm -rf $(GENERATED) .cache .site.* .docs.* .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean ## and the environment too
	rm -rf $(VENV)

# requirements-dev.lock holds all of requirements.lock: an environment for tests builds the site as well.
$(SITE_ENV): requirements.lock
	$(install)
	@touch $@

$(TEST_ENV): requirements-dev.lock
	$(install)
	@touch $(SITE_ENV) $@

$(BENCH_ENV): requirements-bench.lock
	$(install)
	@touch $(SITE_ENV) $(TEST_ENV) $@

# The first shell line makes the environment where no finished one is, the second fills it.
define install
@test -e $(SITE_ENV) || { $(check-python) && echo 'Making $(VENV), once: about half a minute …' && \
	$(PYTHON) -m venv --clear $(VENV); }
@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
endef

define check-python
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo 'Python 3.11 or newer is needed, and "$(PYTHON)" is not. If another is installed, name it:' >&2; \
	echo '    make $(or $(MAKECMDGOALS),site) PYTHON=python3.12' >&2; exit 1; }; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo '"$(PYTHON)" cannot make an environment. On Debian and Ubuntu: sudo apt install python3-venv' >&2; exit 1; }
endef
