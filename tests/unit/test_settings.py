import pytest

from bertplay.errors import BadInput
from bertplay.settings import Settings, get_settings

WRONG = {"CACHE_MIB": "lots", "PRECISION": "float8", "THREADS": "99999999", "RUN_THREADS": "-1", "HUB": "perhaps", "HUB_MB": "-1"}
ADDRESSES = {
    "postgresql://ada:secret@127.0.0.1:here/x": "port could not be cast",
    "postgresql://ada:sec@ret@127.0.0.1/x": "must be written %40",
    "postgresql://ada:secret@[::1/x": "invalid ipv6",
}


@pytest.mark.parametrize(("variable", "value"), [(f"BERTPLAY_{name}", value) for name, value in WRONG.items()])
def test_a_value_that_cannot_be_used_is_named(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadInput, match=f"{variable} cannot be used") as caught:
        get_settings.__wrapped__()
    assert caught.value.value == value


@pytest.mark.parametrize(("address", "reason"), ADDRESSES.items())
def test_an_address_that_cannot_be_read_is_refused_and_its_password_not_shown(
    address: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERTPLAY_DATABASE", address)
    with pytest.raises(BadInput, match=f"BERTPLAY_DATABASE cannot be used: .*{reason}") as caught:
        get_settings.__wrapped__()
    assert "ret" not in str(caught.value)


def test_a_value_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERTPLAY_PRECISION", "int8")
    monkeypatch.setenv("BERTPLAY_HUB", "list")
    assert (Settings().precision, Settings().hub) == ("int8", "list")
