"""What a comparison of a recurrent layer with self-attention gives: a race, and how far each remembers."""

from dataclasses import dataclass

DISTANCES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
"""How many steps after the first token a layer has to recall it."""


@dataclass(frozen=True, slots=True)
class RaceLap:
    """One length of text.

    length                            tokens
    recurrent_ms, attention_ms        median times of one forward pass of one layer
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
    """An LSTM layer against a self-attention layer of the same hidden size, on one machine.

    parameters   of the recurrent layer, and of the attention layer
    """

    width: int
    heads: int
    repeats: int
    parameters: tuple[int, int]
    laps: tuple[RaceLap, ...]


@dataclass(frozen=True, slots=True)
class FirstWord:
    """A layer that was, or is being, trained to remember the first word of a text.

    layer        "lstm" or "attention"
    longest      words before the question in its longest training text
    steps        updates of its weights so far, in how many seconds
    parameters   of the whole small network
    chance       share that a baseline without memory gets right
    shares       share right at each of DISTANCES; empty before the first evaluation
    curve        (step, mean share over all distances) of every evaluation so far
    """

    layer: str
    longest: int
    steps: int
    seconds: float
    parameters: int
    chance: float
    shares: tuple[float, ...]
    curve: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class MemoryComparison:
    """The two layers, trained for the same time on texts of the same lengths."""

    layers: tuple[FirstWord, ...]
