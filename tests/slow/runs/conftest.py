from tests.unit.runs.conftest import database, moving, service, settings

__all__ = ["database", "moving", "service", "settings"]
