# Only a front door: every target calls a script, and CMake does the building.
.DEFAULT_GOAL := help
.PHONY: help demo test test-full bench install docs clean
export PORT PREFIX DESTDIR COMPONENTS FUZZ_SECONDS

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: ## build, load the sample data and show the dashboard (PORT=8080)
	@scripts/demo

test: ## build and run the tests, with sanitizers and static analysis
	@scripts/test

test-full: ## everything in test, and thread sanitizer, fuzzing, slow tests (FUZZ_SECONDS=60)
	@scripts/test --full

bench: ## build and run the benchmarks
	@scripts/bench

install: ## install the release build (PREFIX=/usr/local DESTDIR= COMPONENTS=all)
	@scripts/install

docs: ## make the reference of the public headers in build/docs
	@scripts/docs

clean: ## remove the build folder
	rm -rf build
