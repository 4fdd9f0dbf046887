# The few commands people type. Each sets up what it needs.

LANGUAGES := python node swift
ARGS ?=
export CARGO_BUILD_JOBS ?= 2

.PHONY: demo demo-rust $(LANGUAGES:%=demo-%) test live soak fuzz lint bench dist reach
.PHONY: generate release-check help

help:
	@echo "make demo    the tour against the embedded sandbox (also demo-rust, demo-node, demo-swift)"
	@echo "             ARGS=--live with VENICE_ADMIN_KEY set: the tour reads from Venice itself"
	@echo "make test    every test in every language; CI=true makes a skipped language a failure"
	@echo "make live    with VENICE_ADMIN_KEY set: is the sandbox still like Venice? At most ten"
	@echo "             capped keys that last minutes, all deleted; it says so first, and asks"
	@echo "make soak    the hard tests at full size: faults, lost responses, fleets, canaries"
	@echo "make fuzz    every reader of what a stranger wrote, ten minutes each"
	@echo "make generate  everything that is derived from core/src, written anew"
	@echo "make lint    formatting, lints, types, docs"
	@echo "make bench   side-by-side measurements"
	@echo "make dist    what people install, built and tried, into dist/"
	@echo "make reach   the same for every other platform, in roots of its own (90 minutes, 18 GB)"
	@echo "             ONLY=\"CELL…\" some of them, QUICK=1 hardly optimised"
	@echo "make release-check VERSION=x    whether all packages agree, and hold what they should"

demo: demo-python

demo-rust:
	@tests/rust/demo.sh $(ARGS)

$(LANGUAGES:%=demo-%): demo-%:
	@bindings-$*/scripts/demo.sh $(ARGS)

test:
	@tests/run.sh

live:
	@tests/live/run.sh $(ARGS)

soak:
	tests/hard/run.sh soak

# Ten minutes for each reader, two at a time.
fuzz:
	tests/fuzz/run.sh 600

# With ARGS=--verify it writes nothing, and fails if anything would change.
generate:
	@core/generate/run.sh $(ARGS)

lint:
	@tests/lint.sh

bench:
	tests/bench/run.sh

dist:
	@tests/dist.sh

reach:
	@tests/reach/run.sh

release-check:
	@tests/release/check.sh "$(VERSION)"
