# make demo and make test are all the set-up there is; the others are their parts.
PYTHON ?= python3
BIN := .venv/bin
# Nothing below may reach a model hub: the default embedder is a package.
export HF_HUB_OFFLINE = 1

.PHONY: demo test install check bench clean

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test,check,bench]'
	touch $@

install: .venv/installed

demo: install
	$(BIN)/abstractqa index examples/sample/articles --store .venv/demo-store
	$(BIN)/abstractqa ask "Does sopiradine prevent delirium after an operation?" --store .venv/demo-store

test: .venv/installed-dev
	$(BIN)/python -m pytest

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Every figure in docs/quality.md and docs/speed.md; needs the data in ../shared and half an hour.
bench: .venv/installed-dev
	$(BIN)/abstractqa index ../shared/data/corpus/abstracts_27k.jsonl.gz --store .venv/bench-store
	$(BIN)/abstractqa verify --store .venv/bench-store
	$(BIN)/python -m benchmarks.evidence --store .venv/bench-store
	$(BIN)/python -m benchmarks.refusal --store .venv/bench-store
	$(BIN)/python -m benchmarks.latency --store .venv/bench-store
	$(BIN)/python -m benchmarks.index_speed
	$(BIN)/python benchmarks/sentences.py

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
