"""The stores and workers of the quick tests of runs."""

from tests.unit.runs.conftest import moving, service, settings

__all__ = ["moving", "service", "settings"]
