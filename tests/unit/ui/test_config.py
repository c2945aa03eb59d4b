"""The settings of the server that a class depends on."""

import tomllib
from pathlib import Path

from streamlit import config

CONFIG = tomllib.loads((Path(__file__).resolve().parents[3] / ".streamlit" / "config.toml").read_text("utf-8"))


def flat(table: dict[str, object], prefix: str = "") -> dict[str, object]:
    pairs: dict[str, object] = {}
    for name, value in table.items():
        pairs |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return pairs


def test_every_option_is_one_that_streamlit_knows() -> None:
    """Among them runner.postScriptGC, which is hidden and may vanish."""
    known = config.get_config_options()
    assert [name for name in flat(CONFIG) if name not in known] == []


def test_what_makes_thirty_browsers_fast_is_set() -> None:
    assert CONFIG["server"]["fileWatcherType"] == "none"
    assert CONFIG["runner"]["postScriptGC"] is False


def test_colours_by_day_and_by_night_have_the_lengths_that_figures_count_on() -> None:
    for scheme in ("light", "dark"):
        theme = CONFIG["theme"][scheme]
        assert len(theme["chartSequentialColors"]) == len(theme["chartDivergingColors"]) == 10
        assert len(theme["chartCategoricalColors"]) == 6  # the last is the colour of text in a figure
