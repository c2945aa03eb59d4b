"""The calls of the page on embeddings, and of its commands."""

from bertplay.calls.base import Call, Command, Task
from bertplay.calls.writing import PROGRAM, literal
from bertplay.i18n import N_
from bertplay.lessons.sense_samples import unrelated_sentences
from bertplay.results.embeddings import (
    FollowedWord,
    NearestOccurrences,
    SenseSeparation,
    SentenceComparison,
    SentenceVectors,
    WordMap,
    WordNeighbours,
    WordVectors,
)
from bertplay.summaries import embeddings as summaries
from bertplay.summaries import word_senses

COMPARING = """\
from bertplay.lessons.sense_samples import unrelated_sentences
from bertplay.tasks.embeddings import compare_sentences
"""


def comparison_program(call: Call[SentenceComparison]) -> str:
    """The call with the unrelated sentences of the page by their name, not all sixty of them; "" for others."""
    if tuple(call.arguments["unrelated"]) != unrelated_sentences():
        return ""
    given = {**{name: literal(value) for name, value in call.arguments.items()}, "unrelated": "unrelated_sentences()"}
    arguments = ", ".join([repr(call.model), "compare_sentences", *(f"{name}={value}" for name, value in given.items())])
    return PROGRAM.format(imports=COMPARING, arguments=arguments)


MAP_WORD: Task[WordMap] = Task(
    "map_word", "bertplay.tasks.word_senses", N_("One word in its sentences, layer by layer"), word_senses.summarize_map
)
NEAREST_OCCURRENCES: Task[NearestOccurrences] = Task(
    "nearest_occurrences", "bertplay.tasks.word_senses", N_("The nearest occurrences of a word"), word_senses.summarize_nearest
)
WORD_VECTORS: Task[WordVectors] = Task(
    "word_vectors", "bertplay.tasks.word_senses", N_("The vectors of a word"), word_senses.summarize_word_vectors
)
SEPARATE_SENSES: Task[SenseSeparation] = Task(
    "separate_senses", "bertplay.tasks.word_senses", N_("Which layer separates the senses"), word_senses.summarize_separation
)
COMPARE_SENTENCES: Task[SentenceComparison] = Task(
    "compare_sentences",
    "bertplay.tasks.embeddings",
    N_("Sentence similarity"),
    summaries.summarize_similarity,
    python=comparison_program,
)
EMBED: Task[SentenceVectors] = Task("embed", "bertplay.tasks.embeddings", N_("Sentence vectors"), summaries.summarize_vectors)
NEAREST_WORDS: Task[WordNeighbours] = Task(
    "nearest_words",
    "bertplay.tasks.word_table",
    N_("Nearest words among the static vectors"),
    summaries.summarize_neighbours,
    Command("nearest-words", ("expression",)),
)
FOLLOW_WORD: Task[FollowedWord] = Task(
    "follow_word",
    "bertplay.tasks.followed_word",
    N_("One word from layer to layer"),
    summaries.summarize_followed,
    Command("word-similarity", ("word", "sentences"), spread=frozenset({"sentences"})),
)
