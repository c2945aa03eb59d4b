"""Attention: all heads, one of them, one of its tokens step by step, and the heads that follow a pattern."""

from dataclasses import dataclass

import numpy as np

from bertplay.results.base import Floats, Ints, Token, Truncation, read_only


@dataclass(frozen=True, slots=True)
class AttentionMaps:
    """The attention of every head of L layers, and its summary statistics.

    weights      [L, heads, n, n] row i is the attention of token i; it sums to 1
    entropy      [L, heads] bits, the mean over the rows: 0: all attention on one token, log2 n: spread evenly
    distance     [L, heads] tokens between the attending token and the attended one, weighted, the mean over the rows
    on_special   [L, heads] share that goes to [CLS] and [SEP]
    rollout      [L, n, n] attention followed down to the embeddings, half of each layer being the residual
                 (Abnar and Zuidema 2020)
    """

    model: str
    text: str
    tokens: tuple[Token, ...]
    weights: Floats
    entropy: Floats
    distance: Floats
    on_special: Floats
    rollout: Floats
    cut: Truncation | None = None

    @property
    def to_next(self) -> Floats:
        """[L, heads] share of attention that goes to the next token, the mean over the text's own tokens; 0 for a text of one."""
        return self._to_neighbour(1)

    @property
    def to_previous(self) -> Floats:
        """[L, heads] the same of the previous token."""
        return self._to_neighbour(-1)

    def _to_neighbour(self, step: int) -> Floats:
        own = {i for i, token in enumerate(self.tokens) if not token.is_special or token.start < token.end}
        rows = [i for i in sorted(own) if i + step in own]
        if not rows:
            return read_only(np.zeros(self.weights.shape[:2], dtype=np.float32))
        return read_only(self.weights[:, :, rows, [i + step for i in rows]].mean(axis=-1))


@dataclass(frozen=True, slots=True)
class AttentionView:
    """One head, the mean of a layer's heads, or the rollout up to a layer, over some of the tokens.

    layer      from 1
    head       "1", "2", …, "mean" or "rollout"
    places     which tokens of the text are shown, counted with [CLS] as 0
    weights    [shown, shown] rows not renormalized: they sum to less than 1 where tokens are left out
    left_out   [shown] what each row gives to the tokens left out
    """

    model: str
    text: str
    layer: int
    head: str
    tokens: tuple[Token, ...]
    places: tuple[int, ...]
    weights: Floats
    left_out: Floats


@dataclass(frozen=True, slots=True)
class AttentionSteps:
    """How one token attends in one head, step by step; layer and head are counted from 1, the token with [CLS] as 0.

    query          [d] of the token that attends
    keys, values   [n, d] of every token
    products       [n] query · key
    scaled         [n] the same divided by the square root of d
    exponentials   [n] e to the power of (scaled − the greatest of them)
    weights        [n] exponentials divided by their sum, so that they sum to 1
    output         [d] the sum of weight × value
    difference     the greatest difference between these weights and those that the model itself gives in an ordinary pass
    """

    model: str
    text: str
    tokens: tuple[Token, ...]
    layer: int
    head: int
    token: int
    query: Floats
    keys: Floats
    values: Floats
    products: Floats
    scaled: Floats
    exponentials: Floats
    weights: Floats
    output: Floats
    difference: float
    cut: Truncation | None = None

    @property
    def weighted(self) -> Floats:
        """[n, d] weight × value of every token; their sum is the output."""
        return read_only(self.weights[:, None] * self.values)

    @property
    def strongest(self) -> int:
        """The token that gets most attention."""
        return int(self.weights.argmax())


@dataclass(frozen=True, slots=True)
class HeadRanking:
    """How much each head follows a pattern over some texts: "from a pronoun to a name before it".

    pattern          one of bertplay.tasks.head_finder.PATTERNS; source, target: its words where the reader names them
    tokens           of each text
    share            [L, heads] attention that goes where the pattern says, the mean over all tokens that it is about
    even             the same if all tokens got the same attention
    count            tokens that the pattern is about, in all texts
    strongest        [L, heads, 3] where a head follows it most: the text, the token that attends, the token attended to
    strongest_weight [L, heads] its weight
    """

    model: str
    texts: tuple[str, ...]
    pattern: str
    source: str
    target: str
    tokens: tuple[tuple[Token, ...], ...]
    share: Floats
    even: float
    count: int
    strongest: Ints
    strongest_weight: Floats

    @property
    def ranked(self) -> tuple[tuple[int, int], ...]:
        """Layer and head, from 1, of all heads; the one that follows the pattern most comes first."""
        order = np.argsort(-self.share, axis=None, kind="stable")
        return tuple((int(i) // self.share.shape[1] + 1, int(i) % self.share.shape[1] + 1) for i in order)

    def example(self, layer: int, head: int) -> tuple[int, int, int]:
        """Where a head, from 1, follows the pattern most: the text, the token that attends, the token attended to."""
        text, from_, to = (int(place) for place in self.strongest[layer - 1, head - 1])
        return text, from_, to
