"""The calls of the page on masked words."""

from bertplay.calls.base import Call, Command, Task
from bertplay.calls.opening import opening
from bertplay.i18n import N_
from bertplay.models.catalog import find_model
from bertplay.models.spec import Family
from bertplay.results import CandidateWords, JointPredictions, LeftRightContext, MaskedWordPredictions, SentenceSurprisal, WordContrast
from bertplay.results.compare import ReplacedTokens
from bertplay.results.training_text import TrainingTextSearch
from bertplay.summaries import masked_word as summaries
from bertplay.summaries.training_text import summarize_training_text

TRANSFORMERS = """\
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer
{opening}
tokenizer = AutoTokenizer.from_pretrained(name{pinned})
model = AutoModelForMaskedLM.from_pretrained(name{pinned}, dtype=torch.float32)
inputs = tokenizer({text!r}, return_tensors="pt", truncation=True, max_length={window})
with torch.no_grad():
    scores = model(**inputs).logits[0]
for position in (inputs.input_ids[0] == tokenizer.mask_token_id).nonzero():
    probabilities, words = scores[position.item()].softmax(dim=0).topk({top_k})
    for word, probability in zip(tokenizer.convert_ids_to_tokens(words.tolist()), probabilities.tolist()):
        print(f"{{word:20}} {{probability:.2%}}")
"""
IN_TRANSFORMERS = frozenset({Family.BERT, Family.DISTILBERT, Family.ROBERTA, Family.XLM_ROBERTA, Family.CAMEMBERT, Family.ALBERT})
"""Families whose masked words transformers predicts in one plain pass."""


def predictions_in_transformers(call: Call[MaskedWordPredictions]) -> str:
    """The predictions with transformers alone; "" for a family that is read in another way."""
    spec = find_model(call.model)
    if spec.family not in IN_TRANSFORMERS:
        return ""
    text, top_k = call.arguments["text"], call.arguments.get("top_k", 5)
    return TRANSFORMERS.format(**opening(spec), text=text, top_k=top_k, window=spec.max_tokens)


PREDICT_MASKED_WORDS: Task[MaskedWordPredictions] = Task(
    "predict_masked_words",
    "bertplay.tasks.masked_word",
    N_("Predictions for a masked word"),
    summaries.summarize_predictions,
    Command("mask", ("text",)),
    predictions_in_transformers,
)
PREDICT_JOINTLY: Task[JointPredictions] = Task(
    "predict_jointly",
    "bertplay.tasks.joint_prediction",
    N_("Several masks predicted jointly"),
    summaries.summarize_joint_predictions,
    Command("mask-jointly", ("text",)),
)
SCORE_CANDIDATES: Task[CandidateWords] = Task(
    "score_candidates",
    "bertplay.tasks.candidate_words",
    N_("Candidate words at a mask"),
    summaries.summarize_candidates,
    Command("candidates", ("text", "words"), joined=frozenset({"words"})),
)
CONTRAST_SENTENCES: Task[WordContrast] = Task(
    "contrast_sentences",
    "bertplay.tasks.sentence_contrast",
    N_("The same mask in two sentences"),
    summaries.summarize_contrast,
    Command("contrast", ("first_text", "second_text")),
)
COMPARE_CONTEXTS: Task[LeftRightContext] = Task(
    "compare_contexts",
    "bertplay.tasks.left_right_context",
    N_("Left and right context"),
    summaries.summarize_contexts,
    Command("left-right-context", ("text",)),
)
SCORE_SURPRISAL: Task[SentenceSurprisal] = Task(
    "score_surprisal",
    "bertplay.tasks.surprisal",
    N_("Surprisal of every word"),
    summaries.summarize_surprisal,
    Command("surprisal", ("text",)),
)
SCORE_REPLACED_TOKENS: Task[ReplacedTokens] = Task(
    "score_replaced_tokens",
    "bertplay.tasks.replaced_token",
    N_("Replaced-token detection"),
    summaries.summarize_replaced_tokens,
    Command("replaced-token", ("text",)),
)

FIND_IN_TRAINING_TEXT: Task[TrainingTextSearch] = Task(
    "find_in_training_text",
    "bertplay.tasks.training_text",
    N_("Predictions in the training text"),
    summarize_training_text,
    Command("training-text", ("text",)),
)
