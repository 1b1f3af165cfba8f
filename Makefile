# Everything a developer types; `make` alone lists it. CI runs `make lint` and `make test`.

CARGO ?= cargo

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST)

run: ## serve the demo at http://127.0.0.1:8080
	$(CARGO) run --release -- serve --demo

setup: ## install what the tests need: PostgreSQL, Chromium, npm packages
	tests/setup.sh

build: ## build the program and all tests
	$(CARGO) build --workspace --all-targets

test: setup build ## run all tests, on SQLite and on PostgreSQL
	tests/postgres.sh $(CARGO) test --workspace

accept: setup build ## take the answers and statements of the test queries as right
	INSTA_UPDATE=always tests/postgres.sh $(CARGO) test --workspace --test tests queries::

lint: ## formatting, clippy, documentation, without a warning
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --document-private-items

check: lint test ## what CI runs

schema: ## write the contracts, api/schema.graphql and api/{document,bundle}.schema.json, and docs/permissions.md
	$(CARGO) run -- schema > api/schema.graphql.new
	mv api/schema.graphql.new api/schema.graphql
	$(CARGO) run -- schema --document > api/document.schema.json.new
	mv api/document.schema.json.new api/document.schema.json
	$(CARGO) run -- schema --bundle > api/bundle.schema.json.new
	mv api/bundle.schema.json.new api/bundle.schema.json
	$(CARGO) run -- schema --permissions > docs/permissions.md.new
	mv docs/permissions.md.new docs/permissions.md

bench: ## measure five jobs under load, beside a bare server; writes docs/benchmarks.md
	@tests/bench/bench.py --check
	$(CARGO) build --release --package tribune --bin tribune --example limit
	tests/bench/bench.py

bench-interchange: ## measure how fast a large programme comes in and goes out
	$(CARGO) build --release --package tribune --bin tribune
	tests/bench/interchange.py

bench-code: ## measure what every request does for its language, and one request without a network
	$(CARGO) bench --package tribune --bench languages --bench requests

fuzz: ## look for files that break a reader, FUZZ_SECONDS=30 for each
	tests/fuzz/run.sh

fmt: ## format the code
	$(CARGO) fmt --all

clean: ## remove what was built
	$(CARGO) clean
	rm -rf tests/web/node_modules

.PHONY: help run setup build test accept lint check schema bench bench-interchange bench-code fuzz fmt clean
