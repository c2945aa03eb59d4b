"""What the race between a recurrent layer and self-attention gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RaceLap:
    """One length of text.

    length                            tokens
    recurrent_ms, attention_ms        medians of one forward pass of one layer
    recurrent_steps, attention_steps  how many things must happen one after the other
    recurrent_path, attention_path    through how many steps the first word reaches the last
    recurrent_bytes, attention_bytes  of what is kept for each pair of words, or carried along
    """

    length: int
    recurrent_ms: float
    attention_ms: float
    recurrent_steps: int
    attention_steps: int
    recurrent_path: int
    attention_path: int
    recurrent_bytes: int
    attention_bytes: int


@dataclass(frozen=True, slots=True)
class Race:
    """An LSTM layer against a self-attention layer of the same width, on this machine.

    parameters   of the recurrent layer, and of the attention layer
    """

    model: str
    width: int
    heads: int
    repeats: int
    parameters: tuple[int, int]
    laps: tuple[RaceLap, ...]
