"""What a forward pass should compute, and its outputs. No torch, so that callers need not wait for its import."""

from dataclasses import dataclass

from bertplay.models.encoding import Encoding
from bertplay.results import Floats


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a forward pass must compute.

    scores         log-probabilities over the vocabulary at `positions`
    positions      for each encoding where its scores are wanted; None: at its masks
    hidden_states  of all layers, the embeddings first
    attentions     of all layers and heads
    pair           the logits of "the second text follows the first", or of "the two are in order"
    replaced       for each token the logit of "this word was replaced"
    head           the logits of the head for a task, and nothing else

    Wanted(scores=True)                               the usual: what is at the masks?
    Wanted(scores=True, positions=((3,), (4, 5)))     two encodings, other places
    """

    scores: bool = False
    hidden_states: bool = False
    attentions: bool = False
    pair: bool = False
    replaced: bool = False
    head: bool = False
    positions: tuple[tuple[int, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class Outputs:
    """What was computed for one encoding of n tokens; None for what was not wanted. float32 throughout.

    scores         [positions, vocabulary] natural logarithms of probabilities
    hidden_states  [layers + 1, n, hidden]
    attentions     [layers, heads, n, n]; row i is what position i attends to, and sums to 1
    pair           [2] logits, index 0 is "follows", or "in order"
    replaced       [n] logits, above 0 where a token is taken for a replaced one
    head           logits: [labels] of the text, [n, labels] of each token, or [n, 2]: an answer starts, ends here
    """

    scores: Floats | None = None
    hidden_states: Floats | None = None
    attentions: Floats | None = None
    pair: Floats | None = None
    replaced: Floats | None = None
    head: Floats | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One encoding in a pass, and what is wanted of it. positions: where its scores are wanted, possibly nowhere."""

    encoding: Encoding
    wanted: Wanted
    positions: tuple[int, ...]

    @property
    def kind(self) -> tuple[bool, ...]:
        """All rows of a pass have the same kind: storing states for rows that do not need them would waste memory."""
        return self.wanted.hidden_states, self.wanted.attentions, self.wanted.head
