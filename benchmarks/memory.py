"""Every bundled model loaded at once: the bytes that the cache states, against the growth of the process.

The first model is loaded and dropped before, and the classes of all families are imported: what PyTorch and transformers take for
themselves is no model's.
"""

import argparse
import gc
import json

import psutil

from bertplay.backends.local import load
from bertplay.models.cache import ModelCache
from bertplay.models.catalog import catalog, find_model
from bertplay.models.families import family_file
from bertplay.models.loaded import LoadedModel
from bertplay.models.memory import release_memory
from bertplay.models.spec import Bundled, ModelSpec


def resident() -> int:
    """Bytes of this process in memory, garbage and freed memory given back."""
    gc.collect()
    release_memory()
    return psutil.Process().memory_info().rss


def imported(spec: ModelSpec) -> None:
    """Import the classes of a family: code is no model's memory."""
    family = family_file(spec.family)
    assert family.model_class
    assert family.tokenizer_class


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    ids = [entry.id for entry in catalog() if entry.spec and isinstance(entry.spec.source, Bundled)]
    for id_ in ids:
        imported(find_model(id_))
    cache: ModelCache[LoadedModel] = ModelCache(load, find_model, budget_bytes=4 << 30)
    with cache.lease(ids[0]):
        pass
    cache.unload_all()
    before = resident()
    for id_ in ids:
        with cache.lease(id_):
            pass
    grown, stated = resident() - before, cache.bytes_held()
    found = {"models": ids, "stated_bytes": stated, "grown_bytes": grown, "ratio": round(stated / max(1, grown), 3)}
    print(
        json.dumps(found)
        if as_json
        else f"{', '.join(ids)}: stated {stated / 2**20:.1f} MiB, grown {grown / 2**20:.1f} MiB ({found['ratio']})"
    )


if __name__ == "__main__":
    main()
