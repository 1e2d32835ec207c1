# The image of production: one for web, worker and beat. Nothing runs as root; nothing is written outside var/ and /tmp.

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --quiet --require-hashes -r /tmp/base.txt

FROM python:3.11-slim-bookworm
# What WeasyPrint loads to make PDFs.
RUN apt-get -qq update \
    && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /srv/escale --shell /usr/sbin/nologin escale
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LANG=C.UTF-8 \
    DJANGO_SETTINGS_MODULE=config.settings.production
WORKDIR /srv/escale
COPY . .
# Fonts, translations and static files are made here, with settings that connect nowhere and hold no secret.
RUN python -m config.assets \
    && DATABASE_URL=postgres://nowhere/build REDIS_URL=redis://nowhere EMAIL_URL=consolemail:// \
        SECRET_KEY=only-while-the-image-is-built ALLOWED_HOSTS=build PUBLIC_URL=https://build \
        SEAL_CERTIFICATE=not-while-the-image-is-built \
        python manage.py collectstatic --noinput --verbosity 0 \
    && install -d -o escale -g escale var/files var/run var/backups var/log var/seal
USER escale
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["python", "-m", "config.serve", "web"]
