# make demo · make test · make soak · make install PREFIX=… · make lexicon · make model
# On a fresh Debian machine the first two install what they need. NO_INSTALL=1 skips that.

PREFIX ?= /usr/local
DESTDIR ?=
PACKAGES := libicu-dev libxml2-dev libsimdjson-dev libzstd-dev zlib1g-dev libbz2-dev liblzma-dev libarchive-dev libssl-dev pkg-config poppler-utils
SWIFT ?= swift
# Only warnings of our own targets are errors (Package.swift); these flags make an undeclared import one too.
BUILD := $(SWIFT) build --explicit-target-dependency-import-check error
OUT := out

.PHONY: demo test soak install packages lint lexicon model clean bench fuzz

demo: packages
	$(BUILD) -c release --product mirob
	mkdir -p $(OUT)
	$$($(SWIFT) build -c release --show-bin-path)/mirob scan --summary --out $(OUT)/demo-alerts.jsonl Corpora/demo/posts.jsonl

test: packages lint
	$(BUILD) --build-tests
	$(SWIFT) test --skip-build

# The long runs of tests that are short in `make test`: the matcher against an automaton over millions of words.
soak: packages
	MIROB_SOAK=1 $(SWIFT) test --filter AhoCorasick

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

# Debian packages; quiet when all are there, clear when there is no network.
packages:
ifndef NO_INSTALL
	@missing=""; for p in $(PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  echo "installing:$$missing"; \
	  { $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; } || { \
	    echo "could not install$$missing: no network or no Debian apt here. Install them by hand and run again with NO_INSTALL=1." >&2; exit 1; }; \
	fi
endif

install: packages
	$(BUILD) -c release --product mirob
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $$($(SWIFT) build -c release --show-bin-path)/mirob $(DESTDIR)$(PREFIX)/bin/mirob

# The compiled lexicon that the binary carries; a test fails when it is not what Lexicons/ says.
lexicon:
	$(BUILD) -c release --product mirob
	$$($(SWIFT) build -c release --show-bin-path)/mirob lexicon compile Lexicons --out Sources/CResources/lexicon.bin

# The language model, from a folder of TAG.txt files: make model TRAIN=../shared/data/langid/train
model:
	$(BUILD) -c release --product mirob-train
	$$($(SWIFT) build -c release --show-bin-path)/mirob-train langid --input $(TRAIN) --input Corpora/langid --out Sources/CResources/langid.bin

# Throughput beside yardsticks in the same run, and cold start; the recorded result is docs/quality/speed.md.
bench:
	$(BUILD) -c release --product mirob
	Benchmarks/scan.sh
	Benchmarks/readers.sh

# Every reader under libFuzzer for a minute; FUZZ_SECONDS=600 SANITIZE=address make fuzz. The recorded result is docs/quality/readers.md.
fuzz: packages
	Fuzz/run.sh $(or $(FUZZ_SECONDS),60)

clean:
	$(SWIFT) package clean
	rm -rf $(OUT)
