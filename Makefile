# What can be done here, with everything each of these needs; `make` alone lists it.

.DEFAULT_GOAL := help
.PHONY: help run test check format content words bench lock clean
.DELETE_ON_ERROR:

# Without compiled files every start compiles all libraries again, three seconds of it.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
SETUP := $(wildcard deploy/setup/*)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard course/translations/*/LC_MESSAGES/*.po))
CHECKS := format lint types arrows templates translations content
TEST_WORKERS ?= 2

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | while IFS='	' read -r name does; do \
		printf '  make %-9s %s\n' "$$name" "$$does"; done

run: .venv/ready-to-run $(CATALOGUES) ## serve the site on http://127.0.0.1:8000, with demo data when it is empty
	@exec $(BIN)/flask --app wsgi serve

test: check ## bring everything the tests need, check, then run every test
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadgroup

check: .venv/ready-to-test $(CATALOGUES) ## format, lint, types, arrows, templates, translations, content
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target $(CHECKS:%=check-%)
	@echo "Checked: $(CHECKS)."

format: .venv/ready-to-test ## lay out the Python files as make check wants them
	$(BIN)/ruff format
	$(BIN)/ruff check --fix --exit-zero

content: .venv/ready-to-run ## check the lessons and the questions
	@status=0; $(BIN)/python -m modules || status=1; $(BIN)/python -m quizzes || status=1; \
		[ $$status = 1 ] || $(BIN)/flask --app wsgi check-content || status=1; exit $$status

words: .venv/ready-to-test ## collect the marked sentences into the Malay catalogue, to be translated there
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext -k lazy_ngettext:1,2 --no-wrap --sort-output --no-location \
		--project=ThinkTwice -o course/translations/messages.pot .
	$(BIN)/pybabel -q update -i course/translations/messages.pot -d course/translations -l ms --init-missing \
		--no-wrap --no-fuzzy-matching --ignore-obsolete

bench: .venv/ready-to-test $(CATALOGUES) ## measure this machine; the last results stand in bench/README.md
	@for measurement in $$(grep -l '__name__ == "__main__"' bench/*.py); do \
		echo "$$measurement"; $(BIN)/python $$measurement || exit 1; done

lock: .venv/ready-to-test ## resolve the dependencies of pyproject.toml again
	deploy/setup/lock.sh

clean: ## delete what make made; never the instance folder
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov $(CATALOGUES)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The single checks, in the order of CHECKS.

.PHONY: $(CHECKS:%=check-%)
check-format:
	$(BIN)/ruff format --check --quiet
check-lint:
	$(BIN)/ruff check --quiet
check-types:
	$(BIN)/mypy
check-arrows:
	$(BIN)/lint-imports
check-templates:
	$(BIN)/djlint course/templates --lint --quiet
check-translations:
	$(BIN)/python -m pytest -q tests/architecture/test_translations.py
check-content: content

# Stamps: a second `make run` finds them younger than the lock files and starts at once.

.venv/ready-to-run: requirements.lock $(SETUP)
	deploy/setup/system.sh run
	deploy/setup/python.sh requirements.lock
	@touch $@

.venv/ready-to-test: requirements-dev.lock $(SETUP)
	deploy/setup/system.sh run
	deploy/setup/python.sh requirements-dev.lock
	deploy/setup/system.sh test
	@touch .venv/ready-to-run $@

%.mo: %.po | .venv/ready-to-run
	$(BIN)/pybabel -q compile -i $< -o $@
