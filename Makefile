# Castellan. `make` lists what there is; `make run` and `make test` are the two to know.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PREFIX ?= /usr
DESTDIR ?=
# Seconds that each fuzz target runs: in `make fuzz`, and in `make test`.
FUZZ_SECONDS ?= 60
TEST_FUZZ_SECONDS ?= 10

# The C library that the helper is linked with, and a floor of the benchmarks.
musl := $(shell uname -m)-linux-musl

# Where the four programs are once they are built.
built := .build/programs
programs := supervisord supervisor-load supervisor-exec supervisorctl
# These are Embedded Swift: no runtime beneath them, so the daemon is small and the helper starts at once.
embedded := supervisord supervisor-exec
# --disable-local-rpath: with SwiftPM's $ORIGIN run path a static-PIE program dies in glibc's start code, and
# a program that runs as root wants none.
swift_build := swift build -c release --disable-local-rpath
formatted := $(wildcard Sources Tests Fuzz Benchmarks Package.swift)

sbin := $(DESTDIR)$(PREFIX)/sbin
bin := $(DESTDIR)$(PREFIX)/bin
libexec := $(DESTDIR)$(PREFIX)/libexec/castellan
share := $(DESTDIR)$(PREFIX)/share

.PHONY: help run test build install bench fuzz format lint clean dependencies test-dependencies

help: ## shows this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## builds, and runs a supervisor on examples/ until Ctrl-C
	@scripts/run-examples

test: build test-dependencies ## builds, and runs every test, as root; the fuzzers for a few seconds first
	@setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$(CURDIR)" || { \
		echo "make test: tests run services of other users from here, who cannot reach $(CURDIR): use a folder open to all"; \
		exit 1; }
	scripts/fuzz $(TEST_FUZZ_SECONDS)
	CASTELLAN_BIN="$(CURDIR)/$(built)" CASTELLAN_PYTHON="$(CURDIR)/.build/python/bin/python" \
		swift test --disable-xctest --no-parallel

build: dependencies ## builds the four programs: release, fully static
	$(swift_build)
	scripts/build-embedded supervisord glibc $(swift_build)
	scripts/build-embedded supervisor-exec musl $(swift_build)
	@install -d $(built)
	@install -C $(addprefix .build/release/,$(filter-out $(embedded),$(programs))) $(built)
	@install -C $(foreach program,$(embedded),.build/embedded/$(program)/release/$(program)) $(built)
	@scripts/check-static $(addprefix $(built)/,$(programs))

install: build ## installs below $(DESTDIR)$(PREFIX), settings below $(DESTDIR)/etc
	install -d "$(sbin)" "$(bin)" "$(libexec)" "$(DESTDIR)/etc/castellan/units"
	install -m 0755 $(built)/supervisord "$(sbin)/supervisord"
	install -m 0755 $(built)/supervisorctl "$(bin)/supervisorctl"
	install -m 0755 $(built)/supervisor-load $(built)/supervisor-exec "$(libexec)/"
	strip "$(sbin)/supervisord" "$(bin)/supervisorctl" "$(libexec)/supervisor-load" "$(libexec)/supervisor-exec"
	for page in man/*.[1-8]; do \
		folder="$(share)/man/man$${page##*.}"; \
		install -d "$$folder"; \
		gzip -9nc "$$page" > "$$folder/$${page##*/}.gz"; \
		chmod 0644 "$$folder/$${page##*/}.gz"; \
	done
	install -d "$(share)/bash-completion/completions" "$(share)/zsh/vendor-completions" \
		"$(share)/fish/vendor_completions.d"
	install -m 0644 completions/supervisorctl.bash "$(share)/bash-completion/completions/supervisorctl"
	install -m 0644 completions/_supervisorctl "$(share)/zsh/vendor-completions/_supervisorctl"
	install -m 0644 completions/supervisorctl.fish "$(share)/fish/vendor_completions.d/supervisorctl.fish"

bench: build .build/bench/floor .build/bench/floor-musl .build/bench/first ## measures the costs beside their targets; some minutes
	@sync # a program whose pages are not on disk yet starts slowly
	@.build/release/castellan-bench "$(CURDIR)/$(built)" "$(CURDIR)/.build/bench" $(BENCH)

.build/bench/floor: Benchmarks/floor.c
	@install -d .build/bench
	clang -O2 -Wall -Werror -static -o $@ $<

.build/bench/floor-musl: Benchmarks/floor.c
	@install -d .build/bench
	clang -O2 -Wall -Werror -static -nostdlib -nostdlibinc -isystem /usr/include/$(musl) -o $@ $< \
		/usr/lib/$(musl)/crt1.o /usr/lib/$(musl)/libc.a

.build/bench/first: Benchmarks/first.c
	@install -d .build/bench
	clang -O2 -Wall -Werror -static -nostdlib -o $@ $<

fuzz: dependencies ## runs each fuzz target for FUZZ_SECONDS (60)
	scripts/fuzz $(FUZZ_SECONDS)

format: ## formats the Swift code
	swift format --in-place --recursive $(formatted)

lint: ## checks the format of the code, the man pages and the scripts
	swift format lint --strict --recursive $(formatted)
	scripts/lint-documents

clean: ## removes what was built
	rm -rf .build

dependencies:
	@scripts/install-dependencies build

test-dependencies:
	@scripts/install-dependencies test
