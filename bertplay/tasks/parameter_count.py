"""Parameter count: every matrix of a model with its shape and its number of parameters."""

import math
import re
from collections.abc import Iterable

from bertplay.i18n import N_
from bertplay.models.loaded import LoadedModel
from bertplay.results.layers import Block, ParameterCount, WeightMatrix

Shapes = Iterable[tuple[str, tuple[int, ...]]]

LAYER = re.compile(r"\blayers?\.(\d+)\.")
EMBEDDINGS, SHARED, OTHER, POOLER, HEADS = "embeddings", "shared", "other", "pooler", "heads"
ORDER = (EMBEDDINGS, "layer", SHARED, OTHER, POOLER, HEADS)
TITLES = {
    EMBEDDINGS: N_("Embeddings"),
    SHARED: N_("One layer, shared by all"),
    OTHER: N_("Other weights"),
    POOLER: N_("Pooler"),
    HEADS: N_("Heads of the pretraining tasks"),
}

# The end of a name -> its role. The first match counts.
ROLES = (
    ("word_embeddings.weight", N_("one vector for each token of the vocabulary")),
    ("position_embeddings.weight", N_("one vector for each position in the context window")),
    ("token_type_embeddings.weight", N_("one vector for the first text, one for the second")),
    ("attention.self.query.weight", N_("queries: what a token looks for, all heads side by side")),
    ("attention.self.key.weight", N_("keys: what a token can be found by")),
    ("attention.self.value.weight", N_("values: what a token passes on to the tokens that attend to it")),
    ("attention.output.dense.weight", N_("combines the outputs of the heads")),
    ("intermediate.dense.weight", N_("feed-forward: expands each vector, then GELU")),
    ("pooler.dense.weight", N_("from the vector of [CLS] to what the sentence heads read, then tanh")),
    ("cls.predictions.bias", N_("one bias for each token; its vectors are shared with the word embeddings")),
    ("cls.predictions.transform.dense.weight", N_("masked-word head: maps a vector into the space of the word embeddings")),
    ("cls.seq_relationship.weight", N_("next-sentence head: two numbers from the pooled [CLS]")),
    ("output.dense.weight", N_("feed-forward: projects each vector back to the hidden size")),
    ("layernorm.weight", N_("layer norm: scales each dimension")),
    ("layernorm.bias", N_("layer norm: shifts each dimension")),
    (".bias", N_("a number added to each output")),
)


def count_parameters(model: LoadedModel) -> ParameterCount:
    """The parameters of a loaded model."""
    return parameter_count_of(model.spec.id, model.weights, model.body)


def parameter_count_of(model: str, shapes: Shapes, body: str) -> ParameterCount:
    """The count of named shapes; names that do not begin with `body` belong to a head.

    parameter_count_of("bert", [("bert.pooler.dense.bias", (256,))], "bert.") -> 256 weights in the block "pooler"
    """
    matrices = tuple(WeightMatrix(name, block_of(name, body), shape, math.prod(shape), role_of(name)) for name, shape in shapes)
    ids = sorted({matrix.block for matrix in matrices}, key=place_of)
    blocks = tuple(Block(id_, title_of(id_), sum(m.count for m in matrices if m.block == id_), id_ == HEADS) for id_ in ids)
    heads = sum(block.count for block in blocks if block.is_head)
    return ParameterCount(model, blocks, matrices, sum(block.count for block in blocks) - heads, heads)


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
    """The order of the forward pass."""
    kind, _, number = block.partition(" ")
    return ORDER.index(kind), int(number or 0)


def title_of(block: str) -> str:
    return TITLES.get(block, block.capitalize())


def role_of(name: str) -> str:
    """The role of a weight of a BERT; "" for other families' names."""
    return next((role for end, role in ROLES if name.lower().endswith(end)), "")
