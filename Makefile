# The two commands that do everything: make run, make test. The rest is for those who work on it.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help run test chats lint format lock bench faults pictures tables sentences sbom audit fuzz clean

help:  ## この一覧
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/run  ## ボットとトークルームを動かす
	@$(BIN)/python bot.py

test: .venv/dev  ## 試験をすべて動かす
	@$(BIN)/pytest -n auto --dist loadfile

lint: .venv/dev  ## 書き方・型・取り込みの規則を確かめる
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev  ## 書き方を整える
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

LOCK := pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --no-emit-index-url --no-emit-find-links
lock: .venv/dev  ## 依存ライブラリの版とハッシュを固定し直す
	$(BIN)/uv $(LOCK) pyproject.toml -o requirements.txt
	$(BIN)/uv $(LOCK) pyproject.toml --group dev -o requirements-dev.txt

chats: .venv/dev  ## 言葉だけのチャットで、ボットの使い方を1,024通りすべて歩く（docs/talkroom.md、1時間ほど）
	@CHATS=all $(BIN)/pytest -q -n auto tests/test_plain_flows.py

bench: .venv/dev  ## 速さを測る（docs/performance.md）
	$(BIN)/python bench/status.py

pictures: .venv/dev  ## README の画面を撮り直す
	$(BIN)/python -m docs.pictures

faults: .venv/dev  ## お知らせが失われず、重ならないことを、壊しながら確かめる（docs/reliability.md）
	@$(BIN)/python bench/faults.py --quick --trials 2 --mutants

tables: .venv/dev  ## docs/talkroom.md の表をコードから書き直す
	$(BIN)/python -m docs.methods

fuzz: .venv/dev  ## 読み取るところすべてに、でたらめなものを1万件ずつ与える（docs/reliability.md）
	@$(BIN)/python bench/fuzz.py

sbom: .venv/run  ## 使っているライブラリの一覧（CycloneDX の JSON）を var/sbom.json に書く
	@mkdir -p var
	@$(BIN)/python -m admin.supply.sbom > var/sbom.json
	@echo var/sbom.json

audit: .venv/run  ## 使っているライブラリの、知られた脆弱性を調べる（つながらなければ、そう言うだけ）
	@$(BIN)/python -m admin.supply.advisories

sentences: .venv/dev  ## docs/sentences.md（ボットの言葉）を書き直す
	$(BIN)/python -m docs.sentences

clean:  ## 作ったものを消す（var/ の記録は消さない）
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/made:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 以上が見つかりません。python3 のパッケージを入れてください。"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 以上が必要です（今は $$($(PYTHON) -V)）。make PYTHON=python3.11 のように指定できます。"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "venv と pip がありません。python3-venv のパッケージを入れてください。"; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/run: requirements.txt | .venv/made
	@test -e .venv/dev || { echo "必要なライブラリを入れています（初回だけ、1〜2分）…"; $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt; }
	@touch $@

.venv/dev: requirements-dev.txt | .venv/made
	@echo "必要なライブラリを入れています（初回だけ、1〜2分）…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
