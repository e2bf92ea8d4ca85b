# Two commands: `make demo` and `make test`. README.md says what else there is.

PORT ?= 8501
DEMO ?= demo-company
export PORT HEADLESS

python := $(firstword $(PYTHON) $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done))
bin := .venv/bin
pip := $(bin)/python -m pip --disable-pip-version-check --quiet
markers := not soak

.DELETE_ON_ERROR:
.PHONY: demo test check lint types contracts tests format bench soak lock clean

demo: .venv/installed
	@exec $(bin)/service-ledger demo "$(DEMO)"

test: .venv/installed-for-tests
	@$(MAKE) --no-print-directory lint types contracts
	@chromium="$$(.ci/chromium)" || exit 1; \
	CHROMIUM="$$chromium" exec $(bin)/python -m pytest -n auto --dist loadfile -m "$(markers)" $(ARGS)

soak:
	@$(MAKE) --no-print-directory test markers=soak

check: .venv/installed-for-tests
	@$(MAKE) --no-print-directory format lint types contracts

format:
	$(bin)/ruff format
	$(bin)/ruff check --fix --quiet || true

lint:
	$(bin)/ruff format --check
	$(bin)/ruff check

types:
	$(bin)/mypy

contracts:
	$(bin)/lint-imports --no-logo

bench: .venv/installed-for-tests
	@exec $(bin)/python -m tests.bench $(ARGS)

# The locks name files and their hashes, and no place to get them from.
lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: install it with \`pip install uv\`." >&2; exit 1; }
	for extra in "" dev; do \
		uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --quiet \
			--group build $${extra:+--extra $$extra} --no-emit-index-url --no-emit-find-links \
			--custom-compile-command "make lock" --output-file "requirements$${extra:+-$$extra}.lock"; \
	done

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist \
		bench *.egg-info "$(DEMO)"

.venv/bin/python:
	@test -n "$(python)" || { echo "Service Ledger needs Python 3.11 or newer, and there is none here: install python3.11, or name one with \`make PYTHON=/path/to/python3\`." >&2; exit 1; }
	@$(python) -c 'import ensurepip, venv' 2>/dev/null || { \
		package=$$($(python) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		echo "$(python) has no venv module: install the package $$package (on Debian and Ubuntu: sudo apt-get install $$package), then run make again." >&2; exit 1; }
	@echo "Making .venv with $$($(python) --version) ..." >&2
	@$(python) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml requirements.lock
	@test -e .venv/installed-for-tests && lock=requirements-dev.lock || lock=requirements.lock; \
	echo "Installing the packages of $$lock into .venv ..." >&2; \
	$(pip) install --require-hashes --only-binary :all: -r $$lock
	@$(pip) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-for-tests: .venv/installed requirements-dev.lock
	@echo "Installing the packages of requirements-dev.lock into .venv ..." >&2
	@$(pip) install --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@
