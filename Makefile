# `make` alone lists the targets. Everything installs into .venv, from locked and hashed requirements.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$p; break; fi; done)
UV := $(shell command -v uv 2>/dev/null)

# The stamps carry a hash of what they stand for: an unchanged lock is never installed again, not even looked up.
hash = $(shell cat $(1) | cksum | tr " " -)
DECLARED := $(shell sed -n '/^\[project/,/^\[tool\.pytest/p' pyproject.toml | cat - hatch_build.py | cksum | tr " " -)
RUNTIME_LOCKS := requirements/runtime.txt requirements/build.txt requirements/assets.txt
TOOL_LOCKS := requirements/dev.txt
OLDEST_PIP_LOCK := requirements/oldest-pip.txt
RUNTIME := $(VENV)/.runtime-$(call hash,$(RUNTIME_LOCKS))
TOOLS := $(VENV)/.tools-$(call hash,$(TOOL_LOCKS) $(OLDEST_PIP_LOCK))
PROJECT := $(VENV)/.project-$(call hash,$(RUNTIME_LOCKS))-$(DECLARED)
# There while nothing is being made or installed: an environment without it, or without its Python, counts as none.
WHOLE := $(VENV)/.whole
NONE := $(shell [ -e $(WHOLE) -a -x $(BIN)/python ] || rm -f $(WHOLE) $(RUNTIME) $(TOOLS) $(PROJECT))

# uv is faster and is tried first; pip also knows indexes and certificates that only pip was told about. A lock names
# everything, so nothing is resolved: pip before 23.3 would ask for the newest of what a package names with an extra.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED_ONLY := --only-binary :all: --require-hashes --no-deps
locked = $(foreach lock,$(1),-r $(lock))
install_locked = rm -f $(WHOLE); $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python $(LOCKED_ONLY) $(1) \
	|| { echo "uv could not install them; trying pip." >&2; $(PIP) $(LOCKED_ONLY) $(1); },$(PIP) $(LOCKED_ONLY) $(1)) \
	|| { touch $(WHOLE); exit 1; }; touch $(WHOLE)

.PHONY: help
help:
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

.PHONY: install
install: $(PROJECT) ## Install what the shop runs on into .venv; does nothing when nothing changed
	@:

.PHONY: tools
tools: $(TOOLS) $(PROJECT) ## Install what checks and tests need besides
	@:

$(WHOLE):
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer is needed and was not found on the PATH." >&2; exit 1; fi
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		version=$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "$(PYTHON) cannot make virtual environments: its venv part is not installed." >&2; \
		echo "On Debian and Ubuntu: apt-get install python$$version-venv" >&2; exit 1; fi
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@touch $(WHOLE)

$(RUNTIME): | $(WHOLE)
	@echo "Installing what the shop runs on"
	@$(call install_locked,$(call locked,$(RUNTIME_LOCKS)))
	@rm -f $(VENV)/.runtime-* && touch $@

$(TOOLS): $(RUNTIME)
	@echo "Installing what checks and tests need"
	@$(call install_locked,$(call locked,$(TOOL_LOCKS)))
	@rm -rf $(VENV)/oldest-pip && $(PIP) $(LOCKED_ONLY) $(call locked,$(OLDEST_PIP_LOCK)) --target $(VENV)/oldest-pip
	@ln -sf basedpyright $(BIN)/pyright
	@rm -f $(VENV)/.tools-* && touch $@

# The build backend is itself locked, so this step needs no network.
$(PROJECT): $(RUNTIME)
	@$(PIP) --no-index --no-build-isolation --no-deps --editable .
	@rm -f $(VENV)/.project-* && touch $@

.PHONY: run
run: install ## Install, migrate, load the demo data once, and serve on 127.0.0.1:8000
	@$(BIN)/shop migrate
	@$(BIN)/shop demo
	@exec $(BIN)/shop serve

.PHONY: test
test: tools ## Run every test on memory, SQLite and PostgreSQL
	@$(BIN)/python -m pytest -n 2 $(ARGS)

.PHONY: check
check: tools ## Check format, lint, types, import rules, dependencies and sizes
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/python -m pytest -q -p no:randomly tests/unit/architecture

.PHONY: format
format: tools ## Format the code and apply the safe lint fixes
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

.PHONY: torture
torture: tools ## Run the long crash, race and property tests
	$(BIN)/python -m pytest -s -m torture --timeout 3600 --ignore tests/torture/test_planted_bugs.py $(ARGS)

.PHONY: planted-bugs
planted-bugs: tools ## Plant known bugs in copies of the source and see whether each torture test notices
	$(BIN)/python -m pytest -s -m torture --timeout 3600 tests/torture/test_planted_bugs.py $(ARGS)

.PHONY: clients
clients: tools ## Install generators of clients and try them on the OpenAPI document; needs node and npm
	npm install --silent --no-save --no-package-lock --prefix $(VENV)/clients openapi-typescript@7.9.1 \
		typescript@5.9.2 @hey-api/openapi-ts@0.81.0
	[ -x $(VENV)/clients/python/bin/python ] || $(BIN)/python -m venv $(VENV)/clients/python
	$(VENV)/clients/python/bin/python -m pip install --quiet --disable-pip-version-check openapi-python-client==0.29.1
	$(BIN)/python -m pytest -q tests/contract/clients

.PHONY: bench
bench: tools ## Measure the shop beside a bare server and print one table
	$(BIN)/python -m bench $(ARGS)

.PHONY: mutants
mutants: tools ## Change the domain at random and see which changes no test notices
	@$(call install_locked,$(call locked,requirements/mutants.txt))
	$(BIN)/mutmut run $(ARGS)
	$(BIN)/mutmut results

.PHONY: lock
lock: ## Lock pyproject.toml into requirements/ (needs uv); ARGS=--upgrade takes newer versions
	@if [ -z "$(UV)" ]; then echo "uv is needed to lock; pip install uv brings it." >&2; exit 1; fi
	@compile() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(ARGS) "$$@" >/dev/null; }; \
	compile pyproject.toml -o requirements/runtime.txt; \
	compile pyproject.toml --group dev -c requirements/runtime.txt -o requirements/dev.txt; \
	compile --group build -c requirements/dev.txt -o requirements/build.txt; \
	compile --group mutants -c requirements/dev.txt -o requirements/mutants.txt; \
	compile --group assets --no-deps -o requirements/assets.txt; \
	compile --group oldest-pip -o requirements/oldest-pip.txt

.PHONY: clean
clean: ## Remove .venv and everything that a tool left behind; the shop's data in var/ stays
	rm -rf $(VENV) src/shop_http/documentation/redoc build dist htmlcov mutants .coverage .hypothesis .import_linter_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
