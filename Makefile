# Rubric: `make help` lists the targets. Everything made goes to build/; nothing generated is in git.
MAKEFLAGS += --no-print-directory
BUILD  ?= build
CC     ?= cc
CXX    ?= c++
PREFIX ?= /usr/local
# as many jobs as there are processors, unless the caller says how many
PARALLEL = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 1))
T      ?=
OPT    ?= -O3
WARN   = -Wall -Wextra -Wconversion -Wshadow
SAN    ?=
# our own mistakes stop the checked builds; a release goes on
ASSERTS ?= $(if $(SAN),,-DNDEBUG)
# gcc's objects carry both code and what link-time optimisation needs: the command is linked with it, the library without
LTO    ?= $(if $(SAN),,$(shell $(CC) --version 2>/dev/null | grep -q 'Free Software' && echo '-flto=auto -ffat-lto-objects'))
COMMON = -Isrc -I$(BUILD)/gen $(WARN) $(OPT) -g -fno-math-errno -fvisibility=hidden -ffunction-sections -fdata-sections -pthread $(SAN) $(LTO) $(ASSERTS) $(DEFINES)
ALL_CFLAGS   = -std=gnu11 -fPIC $(COMMON) $(CFLAGS)
ALL_CXXFLAGS = -std=c++17 -fPIC $(COMMON) $(CXXFLAGS)
ENGINE_LIBS  = -lutf8proc -lffi -lre2 -ldl -lm
LIBS         = $(ENGINE_LIBS) -lsimdjson -lz -lzstd -lstdc++ -pthread

PACKAGES = gcc g++ flex bison libffi-dev libutf8proc-dev libre2-dev libsimdjson-dev zlib1g-dev libzstd-dev zstd libedit-dev libcmocka-dev tzdata python3

# floors 0 to 5 are the library; readers, tools and the command stand above it (docs/internals.md)
ENGINE_C   = $(wildcard src/base/*.c src/column/*.c src/lang/*.c src/code/*.c src/vm/*.c src/*.c) src/io/system_host.c
ENGINE_CXX = $(wildcard src/vm/*.cpp)
ABOVE_C    = $(filter-out src/io/system_host.c,$(wildcard src/io/*.c src/tools/*.c))
ABOVE_CXX  = $(wildcard src/io/*.cpp)
CLI_C      = $(wildcard src/cli/*.c)
GEN_C      = $(BUILD)/gen/lexer.c $(BUILD)/gen/parser.c $(BUILD)/gen/stdlib.c
PAGES_O    = $(BUILD)/obj/gen/pages.c.o
STD        = $(wildcard stdlib/*.rubric)

objects    = $(patsubst src/%,$(BUILD)/obj/%.o,$(1))
GEN_O      = $(patsubst $(BUILD)/gen/%.c,$(BUILD)/obj/gen/%.c.o,$(GEN_C))
ENGINE_O   = $(call objects,$(ENGINE_C) $(ENGINE_CXX)) $(GEN_O)
ABOVE_O    = $(call objects,$(ABOVE_C) $(ABOVE_CXX))
CLI_O      = $(call objects,$(CLI_C))

all: $(BUILD)/rubric $(BUILD)/librubric.a $(BUILD)/librubric.so   ## build the command and the library

help:           ## this list
	@grep -hE '^[a-z_-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

deps:           ## install what is missing (Debian 12; root or sudo)
	@missing=""; for p in $(PACKAGES); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing:$$missing"; s=; [ "$$(id -u)" = 0 ] || s=sudo; $$s apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive $$s apt-get install -y -q --no-install-recommends $$missing >/dev/null; fi

# ---- generated sources
$(BUILD)/gen/lexer.c: grammar/rubric.l $(BUILD)/gen/parser.c | $(BUILD)/gen
	@flex -o $@ $<
$(BUILD)/gen/parser.c: grammar/rubric.y | $(BUILD)/gen
	@bison -Werror -o $@ --header=$(BUILD)/gen/parser.h $<
$(BUILD)/gen/parser.h: $(BUILD)/gen/parser.c ;
$(BUILD)/gen/stdlib.c: $(STD) grammar/embed.py | $(BUILD)/gen
	@python3 grammar/embed.py $(STD) > $@
$(BUILD)/gen/pages.c: docs/errors.md grammar/pages.py | $(BUILD)/gen
	@python3 grammar/pages.py docs/errors.md > $@
$(BUILD)/gen:
	@mkdir -p $@

# ---- objects
$(BUILD)/obj/%.c.o: src/%.c $(BUILD)/gen/parser.h
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/obj/%.cpp.o: src/%.cpp
	@mkdir -p $(@D)
	@$(CXX) $(ALL_CXXFLAGS) -MMD -MP -c -o $@ $<
# what flex and bison write is theirs: fewer warnings
$(BUILD)/obj/gen/%.c.o: $(BUILD)/gen/%.c $(BUILD)/gen/parser.h
	@mkdir -p $(@D)
	@$(CC) $(filter-out -Wconversion -Wshadow,$(ALL_CFLAGS)) -Wno-unused-function -Wno-unused-but-set-variable -MMD -MP -c -o $@ $<
-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

# ---- the library: one object in which only rubric_* is visible
$(BUILD)/librubric.o: $(ENGINE_O)
	@$(LD) -r -o $@ $^
	@objcopy --wildcard --remove-section='.gnu.lto_*' --remove-section='.gnu.debuglto_*' --keep-global-symbol='rubric_*' --localize-symbol='*.resolver' $@
$(BUILD)/librubric.a: $(BUILD)/librubric.o
	@rm -f $@; ar rcs $@ $^
$(BUILD)/librubric.so: $(ENGINE_O)
	@printf '{ global: rubric_*; local: *; };' > $(BUILD)/librubric.map
	@$(CXX) -shared $(SAN) -fno-lto -o $@ $^ -Wl,--gc-sections -Wl,--version-script=$(BUILD)/librubric.map $(ENGINE_LIBS)
$(BUILD)/rubric: $(ENGINE_O) $(ABOVE_O) $(CLI_O) $(PAGES_O)
	@$(CXX) $(SAN) $(OPT) $(LTO) -o $@ $^ -Wl,--gc-sections $(LIBS) -ledit

# ---- editors: templates hold the forms, the lists of the source hold the words (CONTRIBUTING.md)
LISTS   = $(wildcard src/lang/*.def src/cli/*.def src/base/errors.def) grammar/lists.py
EDITORS = $(BUILD)/editors
VIM     = $(patsubst editors/%,$(EDITORS)/%,$(filter-out %.in.vim,$(wildcard editors/vim/*/*.vim editors/vim/*/*.lua))) $(EDITORS)/vim/syntax/rubric.vim

editors: $(EDITORS)/textmate/rubric.tmLanguage.json $(VIM)   ## files for editors in build/editors
$(EDITORS)/textmate/rubric.tmLanguage.json: editors/textmate/rubric.tmLanguage.in.json editors/make_syntax.py $(LISTS)
	@mkdir -p $(@D) && python3 editors/make_syntax.py $< > $@
$(EDITORS)/vim/syntax/rubric.vim: editors/vim/syntax/rubric.in.vim editors/make_syntax.py $(LISTS)
	@mkdir -p $(@D) && python3 editors/make_syntax.py $< > $@
$(EDITORS)/vim/%: editors/vim/%
	@mkdir -p $(@D) && cp $< $@

VERSION = $(shell sed -n 's/.*RUBRIC_VERSION "\(.*\)"/\1/p' src/rubric.h)
VSIX    = $(BUILD)/rubric-$(VERSION).vsix
vscode: $(VSIX)   ## the extension for VS Code as a .vsix in build (needs npm)
	@echo $(VSIX)
$(VSIX): $(wildcard editors/vscode/*) editors/make_vsix.py $(EDITORS)/textmate/rubric.tmLanguage.json LICENSE CHANGELOG.md src/rubric.h
	@command -v npm >/dev/null || { echo "make vscode needs npm (Debian: nodejs npm)"; exit 1; }
	@rm -rf $(EDITORS)/vscode && mkdir -p $(EDITORS)/vscode/syntaxes
	@cp editors/vscode/*.js editors/vscode/*.json editors/vscode/README.md CHANGELOG.md $(EDITORS)/vscode/ && cp LICENSE $(EDITORS)/vscode/LICENSE.txt
	@cp $(EDITORS)/textmate/rubric.tmLanguage.json $(EDITORS)/vscode/syntaxes/
	@sed -i 's/"version": "0.0.0"/"version": "$(VERSION)"/' $(EDITORS)/vscode/package.json
	@cd $(EDITORS)/vscode && npm ci --omit=dev --no-audit --no-fund --ignore-scripts --silent
	@python3 editors/make_vsix.py $(EDITORS)/vscode $@

editor-tests: $(VSIX)   ## what the tests of editors use when it is there: the engine of VS Code's colours
	@mkdir -p $(EDITORS)/tests && cp tests/editors/package*.json $(EDITORS)/tests/ && cd $(EDITORS)/tests && npm ci --no-audit --no-fund --ignore-scripts --silent

# ---- man pages and completion, from the lists of commands and options
SHELL_FILES = $(BUILD)/completions/rubric.bash $(BUILD)/completions/rubric.zsh $(BUILD)/completions/rubric.fish
man: $(BUILD)/man/rubric.1   ## rubric(1) and a page a command in build/man
$(BUILD)/man/rubric.1: docs/make_man.py $(wildcard docs/*.md) src/rubric.h $(LISTS)
	@python3 docs/make_man.py $(@D)
completions: $(SHELL_FILES)   ## for bash, zsh and fish in build/completions
$(BUILD)/completions/rubric.%: editors/make_completions.py docs/errors.md $(STD) $(LISTS)
	@mkdir -p $(@D) && python3 editors/make_completions.py $* > $@

# ---- tests: nothing is registered; a file in tests/unit is a program, other suites run what lies in their folder
UNIT   = $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/*_test.c))
API    = $(patsubst tests/api/%.c,$(BUILD)/tests/api/%,$(wildcard tests/api/*.c)) $(patsubst tests/api/%.cpp,$(BUILD)/tests/api/%,$(wildcard tests/api/*.cpp))
ORACLE = $(BUILD)/tests/oracle/oracle_test
TEST_CFLAGS = $(filter-out -fvisibility=hidden -flto=auto -ffat-lto-objects,$(ALL_CFLAGS)) -Itests/unit -Itests/oracle

$(BUILD)/tests/unit/%: tests/unit/%.c $(wildcard tests/unit/*.h) $(ENGINE_O) $(ABOVE_O)
	@mkdir -p $(@D)
	@$(CC) $(TEST_CFLAGS) -c -o $@.o $< && $(CXX) $(SAN) -fno-lto -o $@ $@.o $(ENGINE_O) $(ABOVE_O) $(LIBS) -lcmocka
$(BUILD)/tests/api/%: tests/api/%.c $(BUILD)/librubric.a
	@mkdir -p $(@D)
	@$(CC) -std=gnu11 -Isrc $(WARN) $(OPT) -g $(SAN) -pthread -c -o $@.o $< && $(CXX) $(SAN) -o $@ $@.o $(BUILD)/librubric.a $(ENGINE_LIBS) -pthread
$(BUILD)/tests/api/%: tests/api/%.cpp $(BUILD)/librubric.a
	@mkdir -p $(@D)
	@$(CXX) -std=c++17 -Isrc $(WARN) $(OPT) -g $(SAN) -o $@ $< $(BUILD)/librubric.a $(ENGINE_LIBS) -pthread
$(ORACLE): $(wildcard tests/oracle/*.c tests/oracle/*.cc tests/oracle/*.h) $(ENGINE_O) $(ABOVE_O)
	@mkdir -p $(@D)
	@$(CXX) $(ALL_CXXFLAGS) -fvisibility=default -c -o $(@D)/oracle_regex.cc.o tests/oracle/oracle_regex.cc
	@for f in $(wildcard tests/oracle/*.c); do $(CC) $(TEST_CFLAGS) -c -o $(@D)/$$(basename $$f).o $$f || exit 1; done
	@$(CXX) $(SAN) -fno-lto -o $@ $(@D)/*.o $(ENGINE_O) $(ABOVE_O) $(LIBS)

build-tests: all $(UNIT) $(API) $(ORACLE)
test: deps      ## build and pass all tests; T=lang or T=unit/text runs a part
	@$(MAKE) $(PARALLEL) build-tests && BUILD=$(BUILD) python3 tests/run.py $(T)
check: deps     ## the tests again under ASan and UBSan (in build/asan)
	@$(MAKE) $(PARALLEL) BUILD=build/asan OPT=-O1 SAN="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer" build-tests
	@BUILD=build/asan PAIRS=$${PAIRS:-10000} python3 tests/run.py $(T)
fuzz: deps      ## run each fuzz target for SECONDS (default 30)
	@sh tests/fuzz/run.sh $${SECONDS:-30}
bench: all      ## the project's own benchmark
	@python3 tests/bench/bench.py
bench-growth: all ## how time and memory grow; draws docs/growth.svg
	@python3 tests/bench/growth.py --svg docs/growth.svg
PEERS ?= ../shared/bench
bench-peers: all ## side by side with the peers in PEERS, where they are there
	@sh tests/bench/peers.sh $(PEERS) $(BUILD) $(GROUPS)
demo: deps      ## build, and decide a real file in front of you
	@$(MAKE) $(PARALLEL) all && sh examples/demo.sh $(BUILD)/rubric
docs: all       ## regenerate docs/opcodes.md and check the others
	@python3 docs/make_docs.py
dist:           ## a source archive in build/
	@mkdir -p $(BUILD) && git archive --format=tar.gz --prefix=rubric/ -o $(BUILD)/rubric.tar.gz HEAD && echo $(BUILD)/rubric.tar.gz

install: all editors man completions    ## into PREFIX (default /usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib $(DESTDIR)$(PREFIX)/include
	install -m 755 $(BUILD)/rubric $(DESTDIR)$(PREFIX)/bin/
	install -m 644 $(BUILD)/librubric.a $(BUILD)/librubric.so $(DESTDIR)$(PREFIX)/lib/
	install -m 644 src/rubric.h $(DESTDIR)$(PREFIX)/include/
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 && install -m 644 $(BUILD)/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	install -D -m 644 $(BUILD)/completions/rubric.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/rubric
	install -D -m 644 $(BUILD)/completions/rubric.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_rubric
	install -D -m 644 $(BUILD)/completions/rubric.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/rubric.fish
	for at in vim/vimfiles nvim/site; do for f in $(patsubst $(EDITORS)/vim/%,%,$(VIM)); do install -D -m 644 $(EDITORS)/vim/$$f $(DESTDIR)$(PREFIX)/share/$$at/$$f || exit 1; done; done

clean:          ## forget everything built
	rm -rf $(BUILD)

.PHONY: all help deps editors vscode editor-tests man completions build-tests test check fuzz bench bench-growth bench-peers demo docs dist install clean
.DELETE_ON_ERROR:
