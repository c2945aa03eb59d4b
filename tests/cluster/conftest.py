"""Tests that need Ray: `make test-cluster` installs it and runs them; without it they are skipped, and say so."""

import pytest

try:
    import ray  # noqa: F401
except ImportError:
    IS_MISSING = True
else:
    IS_MISSING = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "cluster":
            item.add_marker(pytest.mark.cluster)
            item.add_marker(pytest.mark.timeout(600))
            item.add_marker(pytest.mark.skipif(IS_MISSING, reason="Ray is not installed: make test-cluster"))
