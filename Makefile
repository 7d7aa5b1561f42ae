# Everything here is a short name for a command that works without make, too.
PYTHON ?= python3
VENV := .venv/bin/python
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help up build test check screenshots tools clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile

up: build ## start everything: http://localhost:8000 (PORT=8001 for another port, BAUKASTEN_DEMO=0 without the demo)
	@exec .venv/bin/baukasten up

build: ## install and build what is needed to start, as far as something has changed
	@command -v "$(PYTHON)" >/dev/null || { echo "Python 3.12 or newer is needed. Install it, or name it: make up PYTHON=/path/to/python3.13"; exit 1; }
	@"$(PYTHON)" deploy/bootstrap.py

tools: # what is needed to test
	@command -v "$(PYTHON)" >/dev/null || { echo "Python 3.12 or newer is needed. Install it, or name it: make test PYTHON=/path/to/python3.13"; exit 1; }
	@"$(PYTHON)" deploy/bootstrap.py --dev

check: tools ## look at the code without running it: style, types, import contracts, templates, migrations, translations
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy platform_core tenants provisioning
	.venv/bin/lint-imports
	$(VENV) -m djlint --quiet --lint platform_core tenants modules theming provisioning
	$(VENV) -m platform_core makemigrations --check --dry-run
	$(VENV) -m platform_core translations

test: check ## check, then run all tests, two at a time (WORKERS=4 for four)
	$(VENV) -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder

screenshots: tools ## take pictures of all kinds of pages of six places and two portals, in tests/output/screenshots
	$(VENV) -m tests.journeys.screenshots tests/output/screenshots

clean: ## remove what was built; installed packages (.venv) and data (.baukasten) stay
	rm -rf build theming/static/built theming/frontend/node_modules tests/output
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov .coverage coverage.xml
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
