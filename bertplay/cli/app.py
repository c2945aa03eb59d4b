"""The command line as a whole: what every page computes, with --json.

Torch is imported only by the commands that compute, so that `--help` and `models` answer at once. An error is one
sentence on stderr and exit code 2; with --json it is also printed on stdout, as {"error": …}.
"""

import typer

from bertplay.cli import (
    cluster,
    compare,
    embeddings,
    few_examples,
    fine_tuning,
    layers,
    masked_words,
    next_sentence,
    pretraining,
    serving,
    system,
    task_heads,
    teaching,
    timed_trainings,
    tokenization,
)

# `--help` lists the commands, and the panels in which they are, in this order.
GROUPS = (
    serving,
    masked_words,
    next_sentence,
    tokenization,
    embeddings,
    layers,
    fine_tuning,
    task_heads,
    few_examples,
    pretraining,
    timed_trainings,
    compare,
    teaching,
    cluster,
    system,
)

app = typer.Typer(help="bertplay: learn BERT by running it.", add_completion=False, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """bertplay: learn BERT by running it. Without a command it starts the app."""
    if context.invoked_subcommand is None:
        serving.commands([])


for group in GROUPS:
    app.add_typer(group.commands)
