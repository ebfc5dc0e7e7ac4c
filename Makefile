# Every command sets up what it needs. Needs git, make and any Python 3 with pip.
UV_VERSION := 0.13.8
UV := .uv/bin/uv
PY := .venv/bin/python
export RASA_TELEMETRY_ENABLED = false
export SQLALCHEMY_SILENCE_UBER_WARNING = 1
export TF_CPP_MIN_LOG_LEVEL = 3
export HF_HUB_OFFLINE = 1

.PHONY: run chat train tune test check eval safety coverage bench report docs ingest setup clean
run: setup   ; @$(PY) -W ignore -m bot run
chat: setup  ; @$(PY) -W ignore -m bot chat
train: setup ; @$(PY) -W ignore -m bot train
tune: setup  ; @$(PY) -W ignore -m bot tune
test: train  ; $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder
check: setup
	$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy
	@$(PY) -W ignore -m bot check
eval: train  ; @$(PY) -W ignore -m benchmarks.accuracy && $(PY) -W ignore -m benchmarks.sms_keywords && $(PY) -W ignore -m benchmarks.language
safety: train ; @$(PY) -W ignore -m benchmarks.safety
coverage: setup ; @$(PY) -W ignore -m benchmarks.coverage
bench: train ; @$(PY) -W ignore -m benchmarks.speed && $(PY) -W ignore -m benchmarks.widget
report: setup ; @$(PY) -W ignore -m benchmarks.report
docs: setup ; @$(PY) -W ignore -m mkdocs build --strict --quiet --site-dir results/docs && echo "Written to results/docs/index.html"
ingest: setup # FILE=sheet.pdf [ID=our-clinic] [NAME="Our Clinic"]
	@test -n "$(FILE)" || { echo 'Say which file: make ingest FILE=sheet.pdf (text, HTML, PDF or DOCX)'; exit 1; }
	@$(PY) -W ignore -m bot ingest "$(FILE)" --id "$(or $(ID),our-clinic)" $(if $(NAME),--name "$(NAME)")

setup: .venv/.synced
.venv/.synced: pyproject.toml uv.lock $(UV)
	@$(UV) sync --frozen --all-groups --compile-bytecode --quiet || { echo "Setting up failed: Aftercare needs Python 3.10 (pyenv install 3.10, or your system's python3.10)."; exit 1; }
	@touch $@
$(UV):
	@python3 -m venv .uv && .uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

clean: ; rm -rf models .rasa .cache var results
