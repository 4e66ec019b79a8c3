# `make help` lists what can be done here.

# The first Python that is new enough; a version manager's name may stand for none.
PYTHON ?= $(firstword $(shell for name in python3.11 python3 python3.12 python3.13; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name; done; true))
BIN := .venv/bin
DEMO_PORT ?= 8000
LIVE_PORT ?= 8001
DEMO_DATABASE ?= instance/demo.sqlite
TEST_OPTIONS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test check fast lint types contracts templates drift docs format golden lock clean

help: ## Show this list.
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

setup: .venv/ready ## Make .venv from the lock file.

.venv/ready: requirements/dev.txt
	@test -n "$(PYTHON)" || { echo "Carried needs Python 3.11 or newer."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: setup ## Fill a demo conference and serve it; prints its address and sign-ins.
	@mkdir -p $(dir $(DEMO_DATABASE))
	@CARRIED_CONFIG=demo CARRIED_DATABASE_URL=sqlite:///$(abspath $(DEMO_DATABASE)) $(BIN)/flask db upgrade
	@CARRIED_CONFIG=demo CARRIED_DATABASE_URL=sqlite:///$(abspath $(DEMO_DATABASE)) $(BIN)/flask demo
	@echo "Carried is at http://127.0.0.1:$(DEMO_PORT)/ (stop it with Ctrl-C)"
	@CARRIED_CONFIG=demo CARRIED_DATABASE_URL=sqlite:///$(abspath $(DEMO_DATABASE)) \
		$(BIN)/flask serve --port $(DEMO_PORT) --live-port $(LIVE_PORT)

test: setup ## Run the tests, on SQLite and PostgreSQL.
	$(BIN)/python -m pytest -n 2 $(TEST_OPTIONS)

check: lint types contracts templates drift test ## Everything CI asks; the tests read the documents too.

fast: lint types contracts templates ## The part of `make check` that takes seconds.

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/codespell

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports

templates: setup
	@if [ -d templates ]; then $(BIN)/djlint templates --lint --quiet; fi

drift: setup
	@mkdir -p instance && rm -f instance/drift.sqlite*
	CARRIED_CONFIG=development CARRIED_DATABASE_URL=sqlite:///$(CURDIR)/instance/drift.sqlite $(BIN)/flask db upgrade
	CARRIED_CONFIG=development CARRIED_DATABASE_URL=sqlite:///$(CURDIR)/instance/drift.sqlite $(BIN)/flask db check
	@rm -f instance/drift.sqlite*

docs: setup ## Check that the documents name what is there.
	$(BIN)/python -m pytest -q tests/architecture

format: setup ## Put the code into the house's format.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

golden: setup ## Write the golden files anew; read the difference before committing.
	$(BIN)/python -m pytest -n 2 --update-golden -q $(TEST_OPTIONS)

lock: setup ## Resolve requirements/*.in into hashed *.txt.
	test -x .venv/bin/uv || $(BIN)/python -m pip install --quiet uv
	for part in runtime dev; do \
		$(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
			--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
			requirements/$$part.in -o requirements/$$part.txt; \
	done

clean: ## Remove what tools leave behind; .venv and databases stay.
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
