# Coldtrace: everything a newcomer, a developer and CI run. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup build test golden schema test-long fuzz fuzz-corpus demo lint lint-selftest format bench bench-large realism accept accept-wrong clean

SCENARIO ?= Scenarios/mtgox.yaml
OUT ?=
BITCOIND ?=
FILTER ?=
MINUTES ?= 10
TARGET ?=

# What runs per byte crosses modules, so release builds optimise across them; it is a command-line
# flag because `unsafeFlags` in Package.swift would keep others from depending on the libraries.
# The import check makes SwiftPM refuse a module that a target imports without declaring it.
FLAGS := -c release -Xswiftc -cross-module-optimization \
  --explicit-target-dependency-import-check error
PROGRAM := .build/release/trace-cli

## help           this list
help:
	@sed -n 's/^## /  make /p' $(MAKEFILE_LIST)

## setup          check the toolchain; install missing libraries where apt is there
setup:
	@scripts/setup.sh

## build          release build, leaves .build/release/trace-cli
build: setup
	@echo "make: building $(PROGRAM) (release)"
	@swift build $(FLAGS) --product trace-cli

## demo           build, then the whole job on Scenarios/mtgox.yaml (SCENARIO=… OUT=… change that)
demo: build
	@$(PROGRAM) demo --scenario $(SCENARIO) $(if $(OUT),--out $(OUT))

## test           build and run all tests (FILTER=… runs those whose name matches)
test: setup
	@echo "make: building and running the tests (release, in .build/tests)"
	@mkdir -p .build
	@swift test $(FLAGS) --scratch-path .build/tests $(if $(FILTER),--filter "$(FILTER)") 2>&1 \
	  | tee .build/test.log || { echo "make: what failed, of all above (.build/test.log has it all):"; \
	  grep -a -A3 "✘" .build/test.log | tail -60; exit 1; }

## golden         write the small case's committed SHA-256 anew, for changes that are meant to change bytes
golden: setup
	@REWRITE_GOLDEN=1 swift test $(FLAGS) --scratch-path .build/tests --filter GoldenCaseTests

## schema         rewrite docs/scenario.schema.json from the code
schema: build
	@$(PROGRAM) simulate --schema > docs/scenario.schema.json

## test-long      the same with larger seeds in the property tests, then three minutes of each fuzz target
test-long: setup
	@echo "make: building and running the tests (release, in .build/tests), LONG_TESTS=1"
	@LONG_TESTS=1 swift test $(FLAGS) --scratch-path .build/tests $(if $(FILTER),--filter "$(FILTER)")
	@scripts/fuzz.sh 3 $(TARGET)

## fuzz           libFuzzer on every reader of foreign bytes (MINUTES=10 each; TARGET=script for one)
fuzz: setup
	@scripts/fuzz.sh $(MINUTES) $(TARGET)

## fuzz-corpus    make Fuzz/Corpus anew from the seeds and from what the runs so far reached
fuzz-corpus: setup
	@scripts/fuzz.sh --corpus $(TARGET)

## lint           format check, and the arrows between targets against docs/architecture.md
lint:
	@scripts/setup.sh --toolchain-only
	@scripts/lint.sh

## lint-selftest  try forbidden arrows in a scratch copy: each must be refused
lint-selftest:
	@scripts/setup.sh --toolchain-only
	@scripts/lint-selftest.sh

## format         rewrite the sources as `make lint` wants them
format:
	@swift format --in-place --parallel --recursive Package.swift Sources Tests scripts \
	  Benchmarks/Package.swift Benchmarks/Sources Fuzz/Package.swift Fuzz/Sources

## bench          time every stage of the main job on Scenarios/mtgox.yaml, and each against its limit
bench: build
	@scripts/bench.sh $(PROGRAM) $(SCENARIO)

## bench-large    simulate ten million transactions and index them, once: ten minutes and more, 18 GB of disk, 8 GB of memory
bench-large: setup
	@scripts/bench-simulate.sh large

## realism        count generated chains and blocks of the real one anew for the table in docs/realism.md
realism: build
	@scripts/realism.py $(PROGRAM)

## accept         let your own Bitcoin Core judge a simulated chain: make accept BITCOIND=/path/to/bitcoind
accept:
	@scripts/accept.sh --check "$(BITCOIND)"
	@$(MAKE) --no-print-directory build
	@scripts/accept.sh "$(BITCOIND)" $(PROGRAM) \
	  $(if $(filter command environment override,$(origin SCENARIO)),$(SCENARIO),Scenarios/mtgox-small.yaml)

## accept-wrong   let your own Bitcoin Core judge chains that are wrong in one place, and compare its reasons with ours
accept-wrong: setup
	@scripts/accept-wrong.sh --check "$(BITCOIND)"
	@folder=$$(mktemp -d "$${TMPDIR:-/tmp}/coldtrace-blocks.XXXXXX"); trap 'rm -rf "$$folder"' EXIT; \
	  WRONG_BLOCKS="$$folder" swift test $(FLAGS) --scratch-path .build/tests --filter MutationExportTests \
	  && scripts/accept-wrong.sh "$(BITCOIND)" "$$folder"

## clean          remove what was built
clean:
	@rm -rf .build Benchmarks/.build Fuzz/.build
