"""The calls of the page on WordPiece: they need a tokenizer, or only a text."""

from bertplay.calls.base import Call, Command, Task
from bertplay.calls.opening import opening
from bertplay.i18n import N_
from bertplay.models.catalog import find_model
from bertplay.results.wordpiece import (
    MissingWords,
    TokenizationSteps,
    TokenizerComparison,
    TrainedVocabulary,
    VocabularyMakeup,
    VocabularyMatches,
    WordCounts,
    WordSearch,
)
from bertplay.summaries import wordpiece as summaries

TRANSFORMERS = """\
from transformers import AutoTokenizer
{opening}
text = {text!r}
tokenizer = AutoTokenizer.from_pretrained(name{pinned})
encoding = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
for token, id_, (start, end) in zip(encoding.tokens(), encoding.input_ids, encoding.offset_mapping):
    print(f"{{token:20}} {{id_:6}} {{start:4}} {{end:4}}  {{text[start:end]}}")
"""


def tokens_in_transformers(call: Call[TokenizationSteps]) -> str:
    """The tokens with transformers alone."""
    return TRANSFORMERS.format(**opening(find_model(call.model)), text=call.arguments["text"])


TRACE_TOKENIZATION: Task[TokenizationSteps] = Task(
    "trace_tokenization",
    "bertplay.tasks.tokenization_steps",
    N_("From text to tokens"),
    summaries.summarize_steps,
    Command("tokenize", ("text",)),
    tokens_in_transformers,
    takes="tokenizer",
)
SEARCH_WORD: Task[WordSearch] = Task(
    "search_word",
    "bertplay.tasks.wordpiece",
    N_("The WordPiece search for one word"),
    summaries.summarize_search,
    Command("tokenization-steps", ("word",)),
    takes="tokenizer",
)
COUNT_WORDS: Task[WordCounts] = Task(
    "count_words",
    "bertplay.tasks.wordpiece_counts",
    N_("Frequencies of words and of their tokens"),
    summaries.summarize_counts,
    Command("word-counts", ("text",)),
    takes="tokenizer",
)
FIND_MISSING: Task[MissingWords] = Task(
    "find_missing",
    "bertplay.tasks.wordpiece_counts",
    N_("A vocabulary of whole words"),
    summaries.summarize_missing,
    takes="tokenizer",
)
SEARCH_VOCABULARY: Task[VocabularyMatches] = Task(
    "search_vocabulary",
    "bertplay.tasks.wordpiece_vocabulary",
    N_("A search in the vocabulary"),
    summaries.summarize_matches,
    takes="tokenizer",
)
DESCRIBE_VOCABULARY: Task[VocabularyMakeup] = Task(
    "describe_vocabulary",
    "bertplay.tasks.wordpiece_vocabulary",
    N_("What the vocabulary consists of"),
    summaries.summarize_makeup,
    takes="tokenizer",
)
COMPARE_TOKENIZERS: Task[TokenizerComparison] = Task(
    "compare_tokenizers",
    "bertplay.tasks.wordpiece_compare",
    N_("Tokenizers compared"),
    summaries.summarize_comparison,
    takes="nothing",
)
TRAIN_WORDPIECE: Task[TrainedVocabulary] = Task(
    "train_wordpiece",
    "bertplay.tasks.wordpiece_training",
    N_("A vocabulary trained on a text"),
    summaries.summarize_training,
    takes="nothing",
)
