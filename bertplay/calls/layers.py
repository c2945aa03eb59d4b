"""The calls of the page on layers and attention."""

from collections.abc import Mapping
from typing import Any

from bertplay.calls.base import Call, Command, Task
from bertplay.calls.opening import opening
from bertplay.i18n import N_
from bertplay.models.catalog import find_model
from bertplay.models.spec import Family
from bertplay.results.ablations import Ablation, AblationEffect, WordOrder
from bertplay.results.attention import AttentionMaps, AttentionSteps, AttentionView, HeadRanking
from bertplay.results.layers import LogitLens, ParameterCount
from bertplay.summaries import attention
from bertplay.summaries import layers as summaries

ATTENTION_IN_TRANSFORMERS = """\
import torch
from transformers import AutoModel, AutoTokenizer
{opening}
tokenizer = AutoTokenizer.from_pretrained(name{pinned})
model = AutoModel.from_pretrained(name{pinned}, attn_implementation="eager", dtype=torch.float32)
inputs = tokenizer({text!r}, return_tensors="pt", truncation=True, max_length=128)
with torch.no_grad():
    attentions = model(**inputs, output_attentions=True).attentions  # for each layer [1, heads, tokens, tokens]
weights = attentions[{layer}][0, {head}]
tokens = tokenizer.convert_ids_to_tokens(inputs.input_ids[0])
for token, row in zip(tokens, weights):
    print(f"{{token:15}}", "  ".join(f"{{tokens[j]}} {{row[j]:.0%}}" for j in row.topk(3).indices))
"""
STEPS_IN_TRANSFORMERS = """\
import torch
from transformers import AutoModel, AutoTokenizer
{opening}
tokenizer = AutoTokenizer.from_pretrained(name{pinned})
model = AutoModel.from_pretrained(name{pinned}, dtype=torch.float32)
inputs = tokenizer({text!r}, return_tensors="pt", truncation=True, max_length=128)
attention = model.encoder.layer[{layer}].attention.self
d = attention.attention_head_size
head = slice({head} * d, {head} * d + d)
with torch.no_grad():
    states = model(**inputs, output_hidden_states=True).hidden_states[{layer}][0]  # [tokens, hidden]: what enters the layer
    query = attention.query(states)[{token}, head]
    keys, values = attention.key(states)[:, head], attention.value(states)[:, head]
products = keys @ query
weights = (products / d**0.5).softmax(dim=-1)
output = weights @ values
for token, product, weight in zip(tokenizer.convert_ids_to_tokens(inputs.input_ids[0]), products, weights):
    print(f"{{token:15}} {{product:8.2f}} {{product / d**0.5:8.2f}} {{weight:8.2%}}")
print(output)
"""
IN_TRANSFORMERS = frozenset({Family.BERT, Family.DISTILBERT, Family.ROBERTA, Family.XLM_ROBERTA, Family.CAMEMBERT, Family.ALBERT})
"""Families that transformers opens as they are."""


def attention_in_transformers(call: Call[AttentionView]) -> str:
    """One head with transformers alone; "" for a mean, a rollout, and a family that is opened in another way."""
    spec, head = find_model(call.model), str(call.arguments["head"])
    if spec.family not in IN_TRANSFORMERS or not head.isdigit():
        return ""
    layer = call.arguments["layer"] - 1
    return ATTENTION_IN_TRANSFORMERS.format(**opening(spec), text=call.arguments["text"], layer=layer, head=int(head) - 1)


def steps_in_transformers(call: Call[AttentionSteps]) -> str:
    """One token in one head with transformers alone."""
    spec, given = find_model(call.model), call.arguments
    places = {"layer": given["layer"] - 1, "head": given["head"] - 1, "token": given["token"]}
    return STEPS_IN_TRANSFORMERS.format(**opening(spec), text=given["text"], **places)


def attention_options(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """`attention` shows [CLS] and [SEP] unless --no-special is given."""
    return {"layer": arguments["layer"], "head": arguments.get("head"), "no_special": not arguments.get("special", True)}


def pattern_options(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """`find-heads` needs no words where the pattern names none."""
    return {"pattern": arguments["pattern"], "source": arguments.get("source") or None, "target": arguments.get("target") or None}


def ablation_options(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """`ablate` has an option for each kind of ablation, and counts layers and heads from 1."""
    ablation: Ablation = arguments["ablation"]
    layer, head = (None if place is None else place + 1 for place in (ablation.ablated_layer, ablation.ablated_head))
    return {
        "no_positions": not ablation.positions,
        "context": None if ablation.attention == "both" else ablation.attention,
        "layer": layer,
        "head": head,
        "random_weights": ablation.random,
        "shuffle": ablation.shuffle,
    }


APPLY_LOGIT_LENS: Task[LogitLens] = Task(
    "apply_logit_lens",
    "bertplay.tasks.logit_lens",
    N_("Predictions after every layer (logit lens)"),
    summaries.summarize_logit_lens,
    Command("logit-lens", ("text",)),
)
MAP_ATTENTION: Task[AttentionMaps] = Task(
    "map_attention",
    "bertplay.tasks.attention",
    N_("The attention of all heads"),
    attention.summarize_attention_maps,
    Command("attention", ("text",)),
)
VIEW_ATTENTION: Task[AttentionView] = Task(
    "view_attention",
    "bertplay.tasks.attention",
    N_("The attention of one head"),
    attention.summarize_attention_view,
    Command("attention", ("text",), options=attention_options),
    attention_in_transformers,
)
TRACE_ATTENTION: Task[AttentionSteps] = Task(
    "trace_attention",
    "bertplay.tasks.attention_steps",
    N_("The attention of one token, step by step"),
    attention.summarize_attention_steps,
    Command("attention-steps", ("text",)),
    steps_in_transformers,
)
FIND_HEADS: Task[HeadRanking] = Task(
    "find_heads",
    "bertplay.tasks.head_finder",
    N_("The heads that follow a pattern"),
    attention.summarize_head_ranking,
    Command("find-heads", ("texts",), spread=frozenset({"texts"}), options=pattern_options),
)
ABLATE: Task[AblationEffect] = Task(
    "ablate",
    "bertplay.tasks.ablations",
    N_("A part of the model ablated"),
    summaries.summarize_ablation,
    Command("ablate", ("text",), options=ablation_options),
)
COMPARE_ORDERS: Task[WordOrder] = Task(
    "compare_orders",
    "bertplay.tasks.ablations",
    N_("The same words in another order"),
    summaries.summarize_word_order,
    Command("word-order", ("first", "second")),
)
COUNT_PARAMETERS: Task[ParameterCount] = Task(
    "count_parameters",
    "bertplay.tasks.parameter_count",
    N_("The parameters of a model, counted"),
    summaries.summarize_parameters,
    Command("parameters"),
)
