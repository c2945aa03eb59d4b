"""What is asked of a model with a head for a task: one that was fine-tuned here, or any other."""

from bertplay.calls.base import Call, Command, Task
from bertplay.calls.compare import compare_command
from bertplay.calls.opening import opening
from bertplay.calls.writing import literal
from bertplay.i18n import N_
from bertplay.models.catalog import find_model, folder_without_head
from bertplay.models.heads import HeadKind
from bertplay.results.task_heads import PassageAnswers, TextAnswers
from bertplay.results.tuned_model import WordImportance
from bertplay.summaries import task_heads as summaries
from bertplay.summaries.tuned_model import summarize_importance

PIPELINE = """\
from transformers import pipeline
{opening}
predict = pipeline({task!r}, name{pinned}{options})
print(predict({texts}))
"""
OPTIONS = {HeadKind.CLASSIFICATION: "", HeadKind.ENTITIES: ', aggregation_strategy="first"'}
PIPELINES = {HeadKind.CLASSIFICATION: "text-classification", HeadKind.ENTITIES: "token-classification"}
PAIR = "|||"


def answers_in_transformers(call: Call[TextAnswers]) -> str:
    """The predictions with a pipeline of transformers; "" for what is no transformer, and for pairs, which it wants in two."""
    texts = call.arguments["texts"]
    if folder_without_head(call.model) is not None or any(PAIR in text for text in texts):
        return ""
    spec = find_model(call.model)
    if spec.head is None or spec.head.kind not in PIPELINES:
        return ""
    kind = spec.head.kind
    return PIPELINE.format(**opening(spec), task=PIPELINES[kind], options=OPTIONS[kind], texts=literal(texts))


ANSWER_TEXTS: Task[TextAnswers] = Task(
    "answer_texts",
    "bertplay.tasks.task_heads",
    N_("Predictions of a fine-tuned model"),
    summaries.summarize_answers,
    Command("predict", ("model", "texts"), spread=frozenset({"texts"})),
    answers_in_transformers,
    takes="head",
)
ANSWER_QUESTION: Task[PassageAnswers] = Task(
    "answer_question",
    "bertplay.tasks.passage_answers",
    N_("The answer in a passage"),
    summaries.summarize_passage,
    Command("answer", ("model", "question", "passage")),
)
WORD_IMPORTANCE: Task[WordImportance] = Task(
    "word_importance", "bertplay.tasks.tuned_model", N_("Importance of each word"), summarize_importance, takes="head"
)
COMPARE_ANSWERS = ANSWER_TEXTS.of_several(
    "compare_answers",
    N_("Models compared: fine-tuned models"),
    summaries.summarize_compared_answers,
    compare_command("labels", lambda given: {"text": given["texts"][0]}),
)
COMPARE_PASSAGES = ANSWER_QUESTION.of_several(
    "compare_passages",
    N_("Models compared: the answer in a passage"),
    summaries.summarize_compared_passages,
    compare_command("question", lambda given: {"text": given["question"], "second": given["passage"]}),
)
