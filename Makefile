# The two commands a newcomer needs are `make run` and `make test`; each sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
# Compiled modules are kept, also where the machine is set not to: every process would compile all of them anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test lint fix bench journeys setup setup-dev messages requirements manage

run: setup
	@exec env PORT=$(PORT) $(BIN)/python -m config.supervisor

# Three processes on two cores: one has the faults, and mostly waits (tests/engines_plugin.py).
test: setup-dev lint
	@$(BIN)/python -m pytest -n 3 -q $(ARGS)

journeys: setup-dev
	@$(BIN)/python -m pytest -q tests/journeys $(ARGS)

lint: setup-dev
	@$(BIN)/python -m config.lint

fix: setup-dev
	@$(BIN)/ruff check -q --fix .
	@$(BIN)/ruff format -q .
	@$(BIN)/djlint --quiet --reformat templates || true

bench: setup-dev
	@$(BIN)/python -m benchmarks $(ARGS)

# Any manage.py command on the embedded engines: make manage ARGS="import_hosts FILE --dry-run"
manage: setup
	@$(BIN)/python -m config.engines $(BIN)/python manage.py $(ARGS)

messages: setup-dev
	@$(BIN)/python -m config.messages update

requirements: setup-dev
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/base.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev -c requirements/base.txt pyproject.toml -o requirements/dev.txt

setup:
	@$(PYTHON) config/bootstrap.py run

setup-dev:
	@$(PYTHON) config/bootstrap.py test
