"""What the page that compares models asks: one question of another page, to several models, each answer with its cost."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bertplay.calls.base import Call, Command, Task
from bertplay.calls.embeddings import COMPARE_SENTENCES, FOLLOW_WORD
from bertplay.calls.masked_word import PREDICT_MASKED_WORDS
from bertplay.calls.next_sentence import PREDICT_BOTH_ORDERS
from bertplay.calls.writing import SEVERAL_MODELS, literal
from bertplay.i18n import N_
from bertplay.lessons.compare import item_samples
from bertplay.lessons.sense_samples import unrelated_sentences
from bertplay.results.compare import Comparison, Item, ItemScore, Suspicion
from bertplay.results.embeddings import SentenceComparison
from bertplay.summaries import compare as summaries

Options = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]


def compare_command(question: str, options: Options = lambda _: {}) -> Command:
    """`compare TEXT --task masked-word`. options: the others, from the arguments; None where the command cannot ask it."""

    def given(arguments: Mapping[str, Any]) -> Mapping[str, Any] | None:
        others = options(arguments)
        return None if others is None else {"task": question, **others}

    return Command("compare", ("text",), options=given)


def similarity_options(arguments: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The command compares with the unrelated sentences that come with bertplay."""
    if tuple(arguments["unrelated"]) != unrelated_sentences():
        return None
    return {"text": arguments["query"], "second": "\n".join(arguments["texts"])}


def sample_of(items: Sequence[Item]) -> str:
    """The name of the sample that these items are; "" for the reader's own."""
    return next((name for name, sample in item_samples().items() if sample.items == tuple(items)), "")


def items_program(call: Call[Comparison[ItemScore]]) -> str:
    """The call with a sample by its name, not all fifty sentences of it; "" for the reader's own."""
    name = sample_of(call.arguments["items"])
    return (
        program_naming(call, "items", f"item_samples()[{name!r}].items", "from bertplay.lessons.compare import item_samples")
        if name
        else ""
    )


def similarity_program(call: Call[Comparison[SentenceComparison]]) -> str:
    """The call with the unrelated sentences that come with bertplay by their name; "" for others."""
    if tuple(call.arguments["unrelated"]) != unrelated_sentences():
        return ""
    return program_naming(call, "unrelated", "unrelated_sentences()", "from bertplay.lessons.sense_samples import unrelated_sentences")


def program_naming(call: Call[Any], argument: str, expression: str, opening: str) -> str:
    """A call of several models with an expression in place of one argument."""
    given = {**{name: literal(value) for name, value in call.arguments.items()}, argument: expression}
    arguments = ", ".join([literal(call.models), call.task.asks, *(f"{name}={value}" for name, value in given.items())])
    return SEVERAL_MODELS.format(imports=f"{opening}\nfrom {call.task.module} import {call.task.asks}\n", arguments=arguments)


COMPARE_PREDICTIONS = PREDICT_MASKED_WORDS.of_several(
    "compare_predictions",
    N_("Models compared: a masked word"),
    summaries.summarize_predictions,
    compare_command("masked-word", lambda given: {"top_k": given.get("top_k")}),
)
COMPARE_PAIRS = PREDICT_BOTH_ORDERS.of_several(
    "compare_pairs",
    N_("Models compared: two sentences"),
    summaries.summarize_pairs,
    compare_command("sentence-pair", lambda given: {"text": given["first"], "second": given["second"]}),
)
COMPARE_SIMILARITY = COMPARE_SENTENCES.of_several(
    "compare_similarity",
    N_("Models compared: sentence similarity"),
    summaries.summarize_similarity,
    compare_command("similarity", similarity_options),
    similarity_program,
)
COMPARE_WORD = FOLLOW_WORD.of_several(
    "compare_word",
    N_("Models compared: one word in context"),
    summaries.summarize_word,
    compare_command("word-in-context", lambda given: {"text": "\n".join(given["sentences"]), "word": given["word"]}),
)
COMPARE_SUSPICION: Task[Comparison[Suspicion]] = Task(
    "compare_suspicion",
    "bertplay.tasks.replaced_token",
    N_("Models compared: a replaced word"),
    summaries.summarize_suspicion,
    compare_command("replaced-word"),
    takes="models",
    asks="suspect_words",
)
COMPARE_ITEMS: Task[Comparison[ItemScore]] = Task(
    "compare_items",
    "bertplay.tasks.compare_items",
    N_("Models compared: a test"),
    summaries.summarize_items,
    Command("compare-items", ("items",), options=lambda given: {"items": name} if (name := sample_of(given["items"])) else None),
    items_program,
    takes="models",
    asks="score_items",
)
