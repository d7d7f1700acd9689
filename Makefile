# make run                      the portal with demo content on http://127.0.0.1:8000
# make run PORT=8123 HOST=0.0.0.0 DEMO=0
# make test                     every check and the whole suite, browser tests included
# make messages                 bring the catalogues in line with the sources
# make clean                    remove what can be made again; the database and uploads in var/ stay

PYTHON ?= python3
IN_VENV = .venv/bin/python
# The checks of the settings look at a real portal, not at this machine.
AS_IN_PRODUCTION = env -u DEBUG -u DEMO SITE_URL=https://portal.example ALLOWED_HOSTS=portal.example \
	SECRET_KEY=8fJq2LxWv5ZrTn0YcKbGdHs7MpAeUo3iXy9-_QwRtVzBnLkPjS \
	DATABASE_URL=postgresql://nobody@127.0.0.1:9/none

.PHONY: run test tests-of-the-whole tests-of-parts lint messages clean

run:
	@$(PYTHON) -m portal.launch run

test: lint
	$(AS_IN_PRODUCTION) $(IN_VENV) manage.py check --deploy --fail-level WARNING
	$(AS_IN_PRODUCTION) $(IN_VENV) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target tests-of-the-whole tests-of-parts

# Two halves of about the same length, each with a database server of its own: one per core.
# What starts programs or a browser is named; everything else, also what is added later, is the other half.
IN_THE_WHOLE = tests/browser tests/portal tests/test_pages.py tests/test_permissions.py
PYTEST = env -u DEBUG -u DEMO -u DATABASE_URL $(IN_VENV) -m pytest

tests-of-the-whole:
	@$(PYTEST) $(IN_THE_WHOLE)

tests-of-parts:
	@$(PYTEST) $(addprefix --ignore=,$(IN_THE_WHOLE))

lint:
	@$(PYTHON) -m portal.launch install dev
	$(IN_VENV) -m ruff check .
	.venv/bin/lint-imports

messages:
	@$(PYTHON) -m portal.launch install run
	$(IN_VENV) manage.py update_messages

clean:
	rm -rf .venv var/static var/prepared.json .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
