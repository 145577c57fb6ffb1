# `make briefing` sets up and shows a page; `make test` sets up and checks everything.
# PYTHON=… chooses the interpreter that the environment is made with.  PINNED=1 installs the versions
# in .ci/requirements.txt, each file of them by its hash, as CI does; otherwise pyproject.toml says
# what will do.

VENV := .venv
BIN := $(VENV)/bin
NEWEST = for python in python3.14 python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done
PYTHON ?= $(shell $(NEWEST))
# Twice quiet: errors are shown, warnings about other people's packages are not.
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
# What comes as source is built by what is pinned, not by what pip would fetch for that; all that
# anything needs is listed, and `pip check` looks whether it is.
INSTALL_PINNED := $(INSTALL) --no-build-isolation --no-deps
PINS := .ci/requirements
DEV := $(VENV)/$(if $(PINNED),.pinned,.dev)

# BENCHMARK=startup, lexrank, throughput, growth, scale, origins, feeds, seen, proving or fuzz runs one;
# scale takes minutes and is not among those that run without a name.
BENCHMARK ?= startup throughput growth lexrank origins feeds seen proving fuzz

.PHONY: briefing test test-all lint quality train benchmarks screenshots clean

briefing: $(VENV)/.installed
	@$(BIN)/brief inputs/

test: lint
	$(BIN)/pytest -n auto --cov

# As `make test`, with every repetition: a hundred kills where that does twelve, each Python at hand.
test-all: lint
	$(BIN)/pytest -n auto --thorough

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# WITH=--table, --raise, --allow-regression or --kept-out; `make quality WITH=--help` says what each
# does.  Learns the weights of choosing anew from the stories in ../shared, into a temporary folder.
quality: $(DEV)
	@OPENBLAS_NUM_THREADS=1 PYTHONPATH=tests $(BIN)/python tests/benchmarks/quality.py $(WITH)

# Learns the weights in brief/data anew, from the marks in tests/marks and their texts in STORIES: by
# default those beside this folder, or what tests/benchmarks/lay_out_ecb.py has written.  Stories
# need MultiLing 2011 in SHARED/data, furniture FUNDUS, a checkout of that project's pages
# (tests/benchmarks/scraped.py); what has not got its texts is left as it is.
SHARED ?= ../shared
STORIES ?= $(SHARED)
LEARN := PYTHONPATH=tests $(BIN)/python tests/benchmarks
train: $(DEV)
	@$(LEARN)/learn_own_news.py $(STORIES) --write
	@$(LEARN)/learn_choice.py $(STORIES) --write
	@$(if $(wildcard $(SHARED)/data/multiling2011),\
		$(LEARN)/learn_stories.py $(SHARED) --stories $(STORIES) --write,\
		echo "story_weights.txt is left as it is: no $(SHARED)/data/multiling2011")
	@$(if $(FUNDUS),$(LEARN)/learn_furniture.py $(STORIES) $(FUNDUS) --write,\
		echo "furniture_weights.txt is left as it is: no FUNDUS")

benchmarks: $(DEV)
	@for name in $(BENCHMARK); do echo "== $$name"; \
		$(BIN)/python tests/benchmarks/$$name.py || exit; done

# Pictures of the page of inputs/ in tests/screenshots, for people to look at; the README shows one.
screenshots: $(DEV)
	@PYTHONPATH=tests $(BIN)/python -m browser.screenshots

clean:
	rm -rf $(VENV) build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip comes last into an environment: where it is missing, making the environment was interrupted.
$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo >&2 "brief needs Python 3.11 or newer with its venv module:" \
		"on Debian and Ubuntu 'apt install python3-venv', or make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/pip
	@echo >&2 "Installing brief and what it needs into $(VENV), once …"
	@$(INSTALL) --editable .
	@touch $@

# What the tests need comes with all that the program needs.
$(VENV)/.dev: pyproject.toml | $(BIN)/pip
	@echo >&2 "Installing brief and what its tests need into $(VENV), once …"
	@$(INSTALL) --editable '.[cluster,dev,pdf]'
	@rm -f $(VENV)/.pinned
	@touch $(VENV)/.installed $@

$(VENV)/.pinned: pyproject.toml $(PINS).txt $(PINS)-build.txt | $(BIN)/pip
	@echo >&2 "Installing brief and what its tests need into $(VENV), in the versions tested …"
	@$(INSTALL_PINNED) --require-hashes --requirement $(PINS)-build.txt
	@$(INSTALL_PINNED) --require-hashes --requirement $(PINS).txt
	@$(INSTALL_PINNED) --editable .
	@$(BIN)/python -m pip check --disable-pip-version-check >&2
	@touch $(VENV)/.installed $(VENV)/.dev $@
