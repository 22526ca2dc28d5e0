# Bongsu in a container, under 250 MB: `docker build -t bongsu .`, then
#   docker run -d --restart unless-stopped --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#     -e BONGSU_TELEGRAM_TOKEN=... -v bongsu:/data bongsu
FROM python:3.11 AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv --without-pip /opt/bongsu \
 && pip --python /opt/bongsu/bin/python install --no-cache-dir --no-compile --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY storage storage
RUN pip --python /opt/bongsu/bin/python install --no-cache-dir --no-compile --no-build-isolation --no-deps .
# What is never asked for: symbols of debuggers, what compilers read, tests, programs beside a library, lexers for Rich, and
# what CLDR says in languages that Bongsu neither reads nor speaks.
RUN find /opt/bongsu -name '*.so' -exec strip --strip-unneeded {} + \
 && find /opt/bongsu -regextype posix-extended \( -regex '.*\.(a|[ch](pp)?|px[di]|pyx|pyi)' -o -path '*/tests/*' \
      -o -path '*/testing/*' -o -path '*/opencc/clib/bin/*' -o -path '*/pygments/lexers/[!_]*.py' \) -type f -delete \
 && find /opt/bongsu -path '*/babel/locale-data/*.dat' -regextype posix-extended \
      ! -regex '.*/(root|en|ko|ja|zh|ru)(_[^/]*)?\.dat' -delete

FROM python:3.11-slim
COPY --from=build /opt/bongsu /opt/bongsu
# The whole service once, with no token: an image in which something is amiss is not made. What Python compiles on the way,
# of its own library too, stays, so that a start on a read-only disk compiles nothing.
RUN useradd --system --create-home --home-dir /data bongsu && chmod 700 /data \
 && cd /tmp && /opt/bongsu/bin/bongsu preview --once
USER bongsu
WORKDIR /data
VOLUME /data
ENV PATH=/opt/bongsu/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BONGSU_DATABASE_URL=sqlite+aiosqlite:////data/bongsu.db \
    BONGSU_HTTP_LISTEN=127.0.0.1:8080 \
    BONGSU_LOG_FORMAT=json
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['BONGSU_HTTP_LISTEN'].rpartition(':')[2] + '/health', timeout=8)"]
# SIGTERM ends it within five seconds, with everything in flight settled.
STOPSIGNAL SIGTERM
ENTRYPOINT ["bongsu"]
CMD ["run"]
