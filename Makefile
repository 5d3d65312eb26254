# Everything runs in an environment of its own (.venv): Python 3.11+, pip and make are all it takes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
DATA ?= ../shared/data
DEMO := demo-report

.PHONY: help demo test fuzz lint accuracy bench lock clean
help:
	@echo "make demo      audit examples/ and write a report to $(DEMO)/"
	@echo "make test      linters, types, import contracts and all tests"
	@echo "make fuzz      the property tests with examples drawn anew (FUZZ=\"-k card\" chooses)"
	@echo "make accuracy  measure against labelled data and write docs/accuracy.md"
	@echo "make bench     time whole audits and write docs/performance.md"
	@echo "               both read DATA=folder (default $(DATA)), which is not part of this repository"
	@echo "               BENCH=\"--small 5000 --large 20000\" makes it quick; the whole takes ten minutes"

$(VENV)/runtime: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements.lock
	$(PIP) --no-deps -e .
	@touch $@

$(VENV)/dev: $(VENV)/runtime requirements-dev.lock
	$(PIP) -r requirements-dev.lock
	@touch $@

demo: $(VENV)/runtime
	$(BIN)/caraway-audit audit examples/chat-orders.csv examples/chat-billing.json examples/mail.mbox --out $(DEMO)
	@echo "Open $(CURDIR)/$(DEMO)/index.html in a browser."

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: lint
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || echo "no chromium: browser tests will be skipped"
	$(BIN)/caraway-audit test-rules --config rules.yaml
	$(BIN)/python -m pytest -q -n auto --dist worksteal

fuzz: $(VENV)/dev
	$(BIN)/python -m pytest -q -n auto --dist worksteal -m hypothesis --hypothesis-profile=search $(FUZZ)

accuracy: $(VENV)/runtime
	$(BIN)/python benchmarks/accuracy.py --data $(DATA) --tool $(BIN)/caraway-audit --write docs/accuracy.md

bench: $(VENV)/runtime
	$(BIN)/python benchmarks/bench.py --data $(DATA) $(BENCH) --write docs/performance.md

# Resolve the newest versions that pyproject.toml allows and pin them.
lock:
	rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)
	$(PIP) .
	$(BIN)/python -m pip freeze --exclude caraway-audit > requirements.lock
	$(PIP) ".[dev]"
	$(BIN)/python -m pip freeze --exclude caraway-audit > requirements-dev.lock

clean:
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
