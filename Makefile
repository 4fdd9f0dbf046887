# The few commands people type. Each sets up what it needs.

LANGUAGES := python node swift
# The crates that are Rust all through: a binding's tests are its language's.
PURE := venice-keys venice-keys-sandbox venice-keys-tests venice-keys-hard venice-keys-bench
ARGS ?=
export CARGO_BUILD_JOBS ?= 2

.PHONY: demo demo-rust $(LANGUAGES:%=demo-%) test soak fuzz lint bench dist help

help:
	@echo "make demo    the tour against the embedded sandbox (also demo-rust, demo-node, demo-swift)"
	@echo "make test    every test in every language; CI=true makes a skipped language a failure"
	@echo "make soak    the hard tests at full size: faults, lost answers, fleets, canaries"
	@echo "make fuzz    every reader of what a stranger wrote, ten minutes each"
	@echo "make lint    formatting, lints, types, docs"
	@echo "make bench   side-by-side measurements"
	@echo "make dist    what people install, built and tried, into dist/"
	@echo "             ARGS=--live with VENICE_API_KEY set: the tour reads from Venice itself"

demo: demo-python

demo-rust:
	@cargo run --quiet -p venice-keys --example tour -- $(ARGS)

$(LANGUAGES:%=demo-%): demo-%:
	@bindings-$*/scripts/demo.sh $(ARGS)

test:
	@tests/run.sh

soak:
	tests/hard/run.sh soak

# Ten minutes for each reader, two at a time.
fuzz:
	tests/fuzz/run.sh 600

lint:
	cargo fmt --all --check
	cargo clippy --workspace -- -D warnings
	cargo clippy --all-targets $(PURE:%=-p %) -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps -p venice-keys -p venice-keys-sandbox
	python3 tests/check_coverage.py
	python3 tests/check_house.py
	python3 tests/check_supply.py
	set -e; for language in $(LANGUAGES); do bindings-$$language/scripts/lint.sh; done

bench:
	tests/bench/run.sh

dist:
	rm -rf dist
	set -e; for language in python node; do bindings-$$language/scripts/dist.sh; done
	bindings-swift/scripts/size.sh
