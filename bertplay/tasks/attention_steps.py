"""Attention step by step: how one token attends to all the others in one head."""

import math

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.results import read_only
from bertplay.results.attention import AttentionSteps
from bertplay.tasks.attention import check_head
from bertplay.tasks.logit_lens import encode_whole


def trace_attention(model: LoadedModel, text: str, *, layer: int, head: int, token: int) -> AttentionSteps:
    """Scaled dot-product attention (Vaswani et al. 2017, section 3.2.1) for one token of a text, of which at most 128 tokens are used.

    layer, head   from 1
    token         with [CLS] as 0

    Raises BadInput for a layer, head or token that is not there, MissingAbility for a model that is not built like BERT.
    """
    encoding = encode_whole(model, text)
    [from_model] = [o.attentions for o in model.forward([encoding], Wanted(attentions=True)) if o.attentions is not None]
    check_head(layer, str(head), *from_model.shape[:2])
    if not 0 <= token < len(encoding):
        remedy = lazy("Choose one from {first} to {last}.", first=0, last=len(encoding) - 1)
        raise BadInput(N_("The text has no such token."), value=token, remedy=remedy)
    queries, keys, values = model.vectors_of_head(encoding, layer - 1, head - 1)

    query = queries[token]
    products = keys @ query  # one number for each token: how well its key fits the query
    scaled = products / math.sqrt(len(query))
    exponentials = np.exp(scaled - scaled.max())  # subtracting the greatest changes no weight, and no power gets too large
    weights = exponentials / exponentials.sum()
    output = weights @ values  # the sum of weight × value over all tokens

    return AttentionSteps(
        model=model.spec.id,
        text=text,
        tokens=encoding.tokens,
        layer=layer,
        head=head,
        token=token,
        query=read_only(query),
        keys=read_only(keys),
        values=read_only(values),
        products=read_only(products),
        scaled=read_only(scaled),
        exponentials=read_only(exponentials),
        weights=read_only(weights),
        output=read_only(output),
        difference=float(np.abs(weights - from_model[layer - 1, head - 1, token]).max()),
        cut=encoding.cut,
    )
