# bertplay in a container, without a graphics card: `docker compose up`. docs/installing.md says what was tried.
FROM python:3.11-slim

WORKDIR /srv/bertplay
COPY requirements.txt requirements.lock ./
# torch comes from one index only, everything else with its hash.
RUN pip install --no-cache-dir --no-deps --index-url https://download.pytorch.org/whl/cpu "$(grep '^torch==' requirements.txt)" \
    && pip install --no-cache-dir --require-hashes -r requirements.lock
# What several machines need beside it: deploy/compose.yaml asks for it.
ARG CLUSTER=no
COPY requirements-cluster.txt constraints.txt ./
RUN [ "$CLUSTER" = no ] || pip install --no-cache-dir -r requirements-cluster.txt
COPY app.py ./
COPY .streamlit .streamlit
COPY pages pages
COPY bertplay bertplay

# User 1000, which a Hugging Face Space takes, too. Only this folder and /tmp have to be writable.
RUN useradd --create-home --uid 1000 bertplay && install -d -o bertplay -g bertplay /home/bertplay/.bertplay
USER bertplay
ENV HOME=/home/bertplay PYTHONDONTWRITEBYTECODE=1
VOLUME /home/bertplay/.bertplay

EXPOSE 8501
HEALTHCHECK --interval=10s --start-period=60s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/healthz', timeout=5)"]
CMD ["python", "-m", "bertplay", "serve", "--host", "0.0.0.0"]
