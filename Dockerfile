# Bongsu in a container: `docker build -t bongsu .`, then
#   docker run -d --restart unless-stopped -e BONGSU_TELEGRAM_TOKEN=... -v bongsu:/data bongsu
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/bongsu \
 && /opt/bongsu/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY bot bot
COPY handlers handlers
COPY storage storage
RUN /opt/bongsu/bin/pip install --no-cache-dir --no-build-isolation --no-deps .

FROM python:3.11-slim
COPY --from=build /opt/bongsu /opt/bongsu
RUN useradd --system --create-home --home-dir /data bongsu
USER bongsu
WORKDIR /data
VOLUME /data
ENV PATH=/opt/bongsu/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    BONGSU_DATABASE_URL=sqlite+aiosqlite:////data/bongsu.db \
    BONGSU_LOG_FORMAT=json
# SIGTERM ends it within five seconds, with everything in flight settled.
STOPSIGNAL SIGTERM
ENTRYPOINT ["bongsu"]
CMD ["run"]
