"""Settings from the environment."""

import pytest

from bertplay.errors import BadInput
from bertplay.settings import Settings, get_settings

WRONG = {"CACHE_MIB": "lots", "PRECISION": "float8", "THREADS": "-1", "HUB": "perhaps", "HUB_MB": "-1"}


@pytest.mark.parametrize(("variable", "value"), [(f"BERTPLAY_{name}", value) for name, value in WRONG.items()])
def test_a_value_that_cannot_be_used_is_named(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadInput, match=f"{variable} cannot be used") as caught:
        get_settings.__wrapped__()
    assert caught.value.value == value


def test_a_value_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERTPLAY_PRECISION", "int8")
    monkeypatch.setenv("BERTPLAY_HUB", "list")
    assert (Settings().precision, Settings().hub) == ("int8", "list")
