import sys

import numpy as np
import psutil
import pytest

from bertplay.models.memory import release_memory


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps it, and only there it is given back")
def test_freed_memory_goes_back_to_the_system() -> None:
    process = psutil.Process()
    small = [np.ones(1000) for _ in range(20_000)]  # 160 MB in pieces small enough for the C library to keep
    last = np.ones(1000)  # above them: without it the top of the heap would shrink by itself
    full = process.memory_info().rss
    small.clear()
    release_memory()
    assert process.memory_info().rss < full - 100_000_000
    assert last.sum() == 1000
