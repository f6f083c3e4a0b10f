# Careerpaths. `make help` lists what there is; `make run` is all a visitor needs.

PYTHON ?= python3
PORT   ?= 8000
# Extra arguments for pytest: make test ARGS="-k ledger"
ARGS   ?=
# Test processes; each has its own test database.
JOBS   ?= 2

VENV    := .venv
BIN     := $(VENV)/bin
MANAGE  := $(BIN)/python manage.py
PIP     := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTEST  := $(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(ARGS)

# Its remarks on its own work are for those who look for why it failed.
BANDIT  := $(BIN)/bandit --quiet --configfile pyproject.toml --recursive careerpaths programs manage.py

# Checks never touch the local database, whatever .env says.
CHECK_ENV := DEBUG=true SECRET_KEY= ALLOWED_HOSTS= DATABASE_URL=sqlite://:memory:
TEST_ENV  := DEBUG=true SECRET_KEY= ALLOWED_HOSTS=
# A throwaway key: long and random, as check --deploy demands; nothing is served with it.
DEPLOY_ENV = DEBUG=false ALLOWED_HOSTS=careerpaths.example DATABASE_URL=sqlite://:memory: \
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')"

# Python keeps what it has compiled, whatever the environment says: each test process, and each
# process that a test starts, would compile everything anew.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help install install-dev setup run test lint audit format bench
# Steps depend on the one before them even where make can not see it.
.NOTPARALLEL:

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

install: $(VENV)/.runtime .env ## Create .venv with the packages of the site, and a local .env

setup: install ## Create or update the database and load the starter catalogue
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) loadstarter

run: setup ## Install, set up, and serve the site on this machine (PORT=8000)
	@$(MANAGE) runserver 127.0.0.1:$(PORT)

test: lint ## Run the checks, then all tests on SQLite, and on PostgreSQL all that ask a database
	@failed=; \
	echo "== Tests on SQLite"; \
	$(TEST_ENV) DATABASE_URL= $(PYTEST) || failed="SQLite"; \
	echo "== Tests on PostgreSQL"; \
	$(TEST_ENV) $(BIN)/python tests/with_postgres.py $(PYTEST) || failed="$${failed:+$$failed and }PostgreSQL"; \
	if [ -n "$$failed" ]; then echo "Tests failed on $$failed."; exit 1; fi

lint: install-dev ## Check style, security, migrations, deployment files and production settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@echo "bandit"
	@$(BANDIT) 2>/dev/null || $(BANDIT)
	$(BIN)/shellcheck --external-sources deploy/install.sh deploy/release.sh deploy/careerpaths
	$(BIN)/hadolint Containerfile
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml
	$(CHECK_ENV) $(MANAGE) makemigrations --check --dry-run
	@echo "manage.py check --deploy, with production settings"
	@$(DEPLOY_ENV) $(MANAGE) check --deploy --fail-level WARNING

audit: install-dev ## Ask whether a pinned package has a known vulnerability
	@$(BIN)/python -m tests.audit

format: install-dev ## Put the code into its one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install-dev $(VENV)/bench/.installed ## Run the benchmarks, 20 minutes (BENCH_SIZES=1000000 takes 15 more)
	@$(TEST_ENV) DATABASE_URL= $(BIN)/python -m pytest tests/benchmarks -s $(ARGS)

install-dev: $(VENV)/.dev .env

# The files below remember what is installed, so that a second run does nothing.
$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Careerpaths needs Python 3.11 or newer; \"$(PYTHON)\" is not. Name another one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "Could not create $(VENV). On Debian and Ubuntu, install the package python3-venv first."; exit 1; }
	@touch $@

$(VENV)/.runtime: $(VENV)/.created requirements.txt
	@echo "Installing packages (about a minute the first time) ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	@echo "Installing the packages for tests and checks ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

# Software to compare with. Without it the benchmarks run, and say what is missing.
$(VENV)/bench/.installed: $(VENV)/.created requirements.txt tests/benchmarks/requirements.txt
	@echo "Installing what the benchmarks compare with ..."
	@$(PYTHON) -m venv $(VENV)/bench && \
		$(VENV)/bench/bin/python -m pip install --quiet --disable-pip-version-check \
		-r tests/benchmarks/requirements.txt && touch $@ || echo "It could not be installed."

.env:
	@printf '%s\n' '# Local use only. .env.example explains every variable.' 'DEBUG=true' > $@
	@echo "Wrote .env with DEBUG=true, for local use."
