"""The Prometheus metrics of the server; /metrics serves them (bertplay/server/health.py)."""

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

PASS_SECONDS = Histogram("bertplay_pass_seconds", "Forward passes, each shared by all who asked at the same moment.", buckets=SECONDS)
ANSWER_SECONDS = Histogram("bertplay_answer_seconds", "From a question to a model until its answer, waiting included.", buckets=SECONDS)
SESSIONS = Gauge("bertplay_sessions", "Pages that are open now.")
TURNED_AWAY = Counter("bertplay_sessions_turned_away", "Pages that were not opened because there were too many.")
RUNS = Gauge("bertplay_runs", "Stored runs.", ["state"])
CACHE_BYTES = Gauge("bertplay_cache_bytes", "Memory of the loaded models.")
CACHE_BUDGET_BYTES = Gauge("bertplay_cache_budget_bytes", "Memory that loaded models may take.")
MODELS = Gauge("bertplay_models_loaded", "Loaded models.")
FREE_DISK_BYTES = Gauge("bertplay_disk_free_bytes", "Room on the disk of the runs.")
