"""The calls of the page on next-sentence prediction."""

from bertplay.calls.base import Call, Command, Task
from bertplay.calls.opening import opening
from bertplay.i18n import N_
from bertplay.models.catalog import find_model
from bertplay.models.spec import Family
from bertplay.results.next_sentence import (
    BothOrders,
    NextSentenceEvaluation,
    NextSentenceMatrix,
    NextSentencePrediction,
    RankedCandidates,
)
from bertplay.summaries import next_sentence as summaries

TRANSFORMERS = """\
import torch
from transformers import AutoTokenizer, BertForNextSentencePrediction
{opening}
tokenizer = AutoTokenizer.from_pretrained(name{pinned})
model = BertForNextSentencePrediction.from_pretrained(name{pinned}, dtype=torch.float32)
inputs = tokenizer({first!r}, {second!r}, return_tensors="pt", truncation=True, max_length={window})
with torch.no_grad():
    logits = model(**inputs).logits[0]
print("logits:", logits.tolist())
print("probability that it is next:", logits.softmax(dim=0)[0].item())  # label 0 is "is next"
"""


def prediction_in_transformers(call: Call[NextSentencePrediction]) -> str:
    """The prediction with transformers alone; "" for a family that is not BERT."""
    spec = find_model(call.model)
    if spec.family is not Family.BERT:
        return ""
    return TRANSFORMERS.format(**opening(spec), window=spec.max_tokens, **call.arguments)


PREDICT_NEXT_SENTENCE: Task[NextSentencePrediction] = Task(
    "predict_next_sentence",
    "bertplay.tasks.next_sentence",
    N_("Next-sentence prediction"),
    summaries.summarize_prediction,
    Command("next-sentence", ("first", "second")),
    prediction_in_transformers,
)
PREDICT_BOTH_ORDERS: Task[BothOrders] = Task(
    "predict_both_orders",
    "bertplay.tasks.next_sentence",
    N_("Two sentences swapped"),
    summaries.summarize_both_orders,
    Command("swap-sentences", ("first", "second")),
)
RANK_CANDIDATES: Task[RankedCandidates] = Task(
    "rank_candidates",
    "bertplay.tasks.next_sentence",
    N_("Candidates for the next sentence"),
    summaries.summarize_ranking,
    Command("rank-next", ("first", "candidates"), spread=frozenset({"candidates"})),
)
EVALUATE_PAIRS: Task[NextSentenceEvaluation] = Task(
    "evaluate_pairs",
    "bertplay.tasks.next_sentence_evaluation",
    N_("Next-sentence prediction tested on a text"),
    summaries.summarize_evaluation,
)
SCORE_ALL_ORDERS: Task[NextSentenceMatrix] = Task(
    "score_all_orders", "bertplay.tasks.next_sentence_matrix", N_("All orders of the sentences of a text"), summaries.summarize_orders
)
