# ボットの1つのプロセス。compose.yaml が PostgreSQL と2つのプロセスを動かします（docs/scaling.md）。
FROM python:3.11-slim-bookworm AS libraries
COPY requirements.txt .
RUN python -m venv /bot/.venv && /bot/.venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
COPY --from=libraries /bot/.venv /bot/.venv
COPY . /bot
WORKDIR /bot
# 書くのは PostgreSQL と /tmp だけです。画像を描くライブラリーの覚え書きも /tmp に置きます。
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 MPLCONFIGDIR=/tmp/matplotlib
USER 65534:65534
ENTRYPOINT ["/bot/.venv/bin/python", "bot.py"]
