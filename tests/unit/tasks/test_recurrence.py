"""The race: operation counts worked by hand, plausible times."""

import pytest
from torch import nn

from bertplay.errors import BadInput
from bertplay.tasks.recurrence import race_layers


def test_the_counts_follow_from_the_length() -> None:
    width = 32
    race = race_layers(width=width, lengths=(4, 32), repeats=2)
    assert [lap.length for lap in race.laps] == [4, 32]
    assert [(lap.recurrent_steps, lap.attention_steps) for lap in race.laps] == [(4, 1), (32, 1)]
    assert [(lap.recurrent_path, lap.attention_path) for lap in race.laps] == [(3, 1), (31, 1)]
    assert race.laps[1].attention_bytes == 64 * race.laps[0].attention_bytes
    assert race.laps[0].recurrent_bytes == race.laps[1].recurrent_bytes == 2 * width * 4
    assert all(lap.recurrent_ms > 0 and lap.attention_ms > 0 for lap in race.laps)
    assert race.parameters[0] == sum(p.numel() for p in nn.LSTM(width, width).parameters())


@pytest.mark.parametrize(
    "options", [{"lengths": ()}, {"lengths": (1,)}, {"lengths": (5000,)}, {"repeats": 0}, {"repeats": 51}, {"width": 0}]
)
def test_what_cannot_be_raced_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        race_layers(**options)  # type: ignore[arg-type]
