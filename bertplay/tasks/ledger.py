"""The ledger: every matrix of a model with its shape and its count, adding up to the number of its weights."""

import math
import re
from collections.abc import Iterable

from bertplay.models.loaded import LoadedModel
from bertplay.results.layers import Block, Ledger, WeightMatrix
from bertplay.wording import mark

Shapes = Iterable[tuple[str, tuple[int, ...]]]

LAYER = re.compile(r"\blayers?\.(\d+)\.")
EMBEDDINGS, SHARED, OTHER, POOLER, HEADS = "embeddings", "shared", "other", "pooler", "heads"
ORDER = (EMBEDDINGS, "layer", SHARED, OTHER, POOLER, HEADS)
TITLES = {
    EMBEDDINGS: mark("Embeddings"),
    SHARED: mark("One layer, run many times"),
    OTHER: mark("Other weights"),
    POOLER: mark("Pooler"),
    HEADS: mark("Heads of the training tasks"),
}

# The end of a name -> what it is for. The first that fits counts.
ROLES = (
    ("word_embeddings.weight", mark("one vector for each piece of the vocabulary")),
    ("position_embeddings.weight", mark("one vector for each place in the window")),
    ("token_type_embeddings.weight", mark("one vector for the first text, one for the second")),
    ("attention.self.query.weight", mark("queries: what a piece looks for, all heads side by side")),
    ("attention.self.key.weight", mark("keys: what a piece can be found by")),
    ("attention.self.value.weight", mark("values: what a piece gives to those who look at it")),
    ("attention.output.dense.weight", mark("puts together what the heads brought")),
    ("intermediate.dense.weight", mark("feed-forward: widens each vector, then GELU")),
    ("pooler.dense.weight", mark("from the vector of [CLS] to what the sentence heads read, then tanh")),
    ("cls.predictions.bias", mark("one number for each piece; its vectors are the word embeddings once more")),
    ("cls.predictions.transform.dense.weight", mark("word head: turns a vector into the space of the word embeddings")),
    ("cls.seq_relationship.weight", mark("next-sentence head: two numbers from the pooled [CLS]")),
    ("output.dense.weight", mark("feed-forward: narrows each vector again")),
    ("layernorm.weight", mark("layer norm: stretches each dimension")),
    ("layernorm.bias", mark("layer norm: moves each dimension")),
    (".bias", mark("a number added to each output")),
)


def count_weights(model: LoadedModel) -> Ledger:
    """The ledger of a loaded model."""
    return ledger_of(model.spec.id, model.weights, model.body)


def ledger_of(model: str, shapes: Shapes, body: str) -> Ledger:
    """The ledger of named shapes; names that do not begin with `body` are of a head.

    ledger_of("bert", [("bert.pooler.dense.bias", (256,))], "bert.") -> 256 weights in the block "pooler"
    """
    matrices = tuple(WeightMatrix(name, block_of(name, body), shape, math.prod(shape), role_of(name)) for name, shape in shapes)
    ids = sorted({matrix.block for matrix in matrices}, key=place_of)
    blocks = tuple(Block(id_, title_of(id_), sum(m.count for m in matrices if m.block == id_), id_ == HEADS) for id_ in ids)
    heads = sum(block.count for block in blocks if block.is_head)
    return Ledger(model, blocks, matrices, sum(block.count for block in blocks) - heads, heads)


def block_of(name: str, body: str) -> str:
    """Which block a weight is in, by its name: "layer 3" for "bert.encoder.layer.2.output.dense.bias".

    ALBERT's layers share one set of weights: "albert.encoder.albert_layer_groups.0…" is in "shared".
    """
    if not name.startswith(body):
        return HEADS
    layer = LAYER.search(name)
    if layer:
        return f"layer {int(layer[1]) + 1}"
    parts = (("layer_groups.", SHARED), (".pooler.", POOLER), ("embedding", EMBEDDINGS))
    return next((block for part, block in parts if part in name), OTHER)


def place_of(block: str) -> tuple[int, int]:
    """The order in which a text passes through."""
    kind, _, number = block.partition(" ")
    return ORDER.index(kind), int(number or 0)


def title_of(block: str) -> str:
    return TITLES.get(block, block.capitalize())


def role_of(name: str) -> str:
    """What a weight of a BERT is for; "" for other families' names."""
    return next((role for end, role in ROLES if name.lower().endswith(end)), "")
