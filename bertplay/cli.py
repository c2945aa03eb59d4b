"""The command line: every page's computation, with --json.

Torch is imported only by the commands that compute, so that `--help` and `models` answer at once. What is wrong is
said in one sentence on stderr, with exit code 2; with --json also as {"error": …} on stdout.
"""

import typer

from bertplay.commands import (
    by_the_clock,
    compare,
    embeddings,
    few_examples,
    house,
    layers,
    lessons,
    masked_word,
    next_sentence,
    pretraining,
    questions,
    rooms,
    runs,
    tuned_model,
    wordpiece,
    worksheet,
)

app = typer.Typer(help="bertplay: learn BERT by running it.", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

for lesson in (
    masked_word,
    wordpiece,
    next_sentence,
    pretraining,
    by_the_clock,
    questions,
    embeddings,
    few_examples,
    runs,
    rooms,
    tuned_model,
    layers,
    lessons,
    compare,
    worksheet,
    house,
):
    app.add_typer(lesson.commands)
