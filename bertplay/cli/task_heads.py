"""The commands that use a model with a head for a task: labels and entities of texts or of a file, the answer in a passage."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bertplay.calls import Task
from bertplay.calls.task_heads import ANSWER_QUESTION, ANSWER_TEXTS
from bertplay.cli.base import Commands, Json, printable, show_json, show_summary
from bertplay.errors import BadInput
from bertplay.files.decoding import read_bytes
from bertplay.summaries.predicted_table import file_name, predicted_file, summarize_predicted
from bertplay.tasks.predict_table import (
    Ask,
    ReadColumns,
    asks_questions,
    asks_texts,
    columns_of,
    predict_table,
    read_texts,
    what_it_reads,
)

commands = Commands("Using fine-tuned models")

Tuned = Annotated[str, typer.Argument(metavar="MODEL", help="A model with a head: an id such as run/d98f87sb or local/ner, or a folder.")]
Texts = Annotated[list[str] | None, typer.Argument(metavar="TEXT", help='One or more texts; a pair as "first ||| second".')]
Out = Annotated[Path | None, typer.Option(help="Where the file with predictions is written; by default next to FILE.")]
Header = Annotated[
    bool | None,
    typer.Option(help="Whether the first row names the columns, otherwise called 1, 2, …; detected by default."),
]


@commands.add
def predict(
    model: Tuned,
    texts: Texts = None,
    file: Annotated[
        Path | None, typer.Option(help="A file instead: CSV, TSV, JSONL, words with tags, or a text with one example per line.")
    ] = None,
    out: Out = None,
    text_column: Annotated[str, typer.Option(help="Column with the texts.")] = "",
    pair_column: Annotated[str, typer.Option(help="Column with the second texts of pairs.")] = "",
    header: Header = None,
    is_json: Json = False,
) -> None:
    """Predict with a fine-tuned model: the probability of every label, or the entities in the text; for texts, or for a file."""
    if file is not None:
        ask = asker(model, ANSWER_TEXTS)
        apply(model, file, out, ReadColumns(text_column, pair_column), header, asks_texts(lambda given: ask(texts=list(given))), is_json)
        return
    if not texts:
        raise BadInput("There is no text.", remedy='Give one: predict MODEL "A text.", or a file: predict MODEL --file texts.csv.')
    call = ANSWER_TEXTS(model, texts=texts)
    show_summary(asker(model, ANSWER_TEXTS)(**call.arguments), call.task.summarize, is_json)


@commands.add
def answer(  # noqa: PLR0913, PLR0917  as `predict`
    model: Tuned,
    question: Annotated[str, typer.Argument(help="The question.")] = "",
    passage: Annotated[str, typer.Argument(help="The passage that holds the answer, or the name of a text file.")] = "",
    top_k: Annotated[int, typer.Option(help="Number of candidate answers.")] = 5,
    file: Annotated[Path | None, typer.Option(help="A file of questions and passages instead: CSV, TSV, JSONL, or SQuAD's JSON.")] = None,
    out: Out = None,
    question_column: Annotated[str, typer.Option(help="Column with the questions.")] = "",
    passage_column: Annotated[str, typer.Option(help="Column with the passages.")] = "",
    header: Header = None,
    is_json: Json = False,
) -> None:
    """Answer a question from a passage: the most probable spans, and the probability that there is none; or each question of a file.

    Answers of a file are compared with its gold answers: exact match and F1, as the script of SQuAD computes them.
    """
    ask = asker(model, ANSWER_QUESTION)
    if file is None:
        call = ANSWER_QUESTION(model, question=question, passage=passage, top_k=top_k)
        show_summary(ask(**call.arguments), call.task.summarize, is_json)
        return
    wanted = ReadColumns(question_column, passage_column)
    answers = asks_questions(lambda asked, where: ask(question=asked, passage=where, top_k=top_k))
    apply(model, file, out, wanted, header, answers, is_json)


def apply(model: str, file: Path, out: Path | None, wanted: ReadColumns, header: bool | None, ask: Ask, is_json: bool) -> None:
    """Predict for every row of a file, and write it with its new columns."""
    target = out or file.with_name(file_name(file.name))
    if target.exists():
        raise BadInput("This file exists already.", value=str(target), remedy="Name another one with --out, or remove it.")
    has_names = any(name and not name.isdecimal() for name in (wanted.text, wanted.pair))
    table = read_texts(read_bytes(file), file.name, header if header is not None else has_names or None)
    columns = columns_of(table, what_it_reads(model if is_id(model) else Path(model)), wanted.text, wanted.pair)

    def progress(done: int, n: int) -> None:
        if not is_json:
            typer.echo(f"{done:,} of {n:,} rows", err=True)

    found = predict_table(table, columns, ask, progress)
    try:
        target.write_bytes(predicted_file(found, target.name))
    except OSError as error:
        raise BadInput("The file cannot be written.", value=str(target), remedy="Name another one with --out.") from error
    scores = {**asdict(found.score), "scored": len(found.scores)} if found.score else {}
    problems = [{"line": row.line, "problem": str(row.problem)} for row in found.rows if row.problem]
    if is_json:
        counts = {"rows": len(found.rows), "predicted": len(found.answers), "columns": [one for one in (columns.text, columns.pair) if one]}
        show_json({"file": str(target), **counts, "notes": list(map(str, found.notes)), **scores, "problems": problems})
        return
    for said in (summarize_predicted(found).sentence, *found.notes, *(f"Line {one['line']:,}: {one['problem']}" for one in problems)):
        typer.echo(printable(str(said)))
    typer.echo(f"Written to {target}")


def asker(model: str, task: "Task[Any]") -> Callable[..., Any]:
    """What answers a call's arguments: a model of the catalog, or of a folder, which is opened once."""
    if is_id(model):
        from bertplay.backends.local import local_backend

        return lambda **arguments: task(model, **arguments).run(local_backend())
    folder = opened(Path(model))
    return lambda **arguments: task.function(folder, **arguments)


def is_id(model: str) -> bool:
    """Whether a model is named by an id: a folder of the same name has to be written with a dot, ./bert."""
    from bertplay.errors import UnknownModel
    from bertplay.models.catalog import RUN_PREFIX, find_model

    try:
        find_model(model)
    except UnknownModel:
        return model.startswith(RUN_PREFIX) or not Path(model).is_dir()
    return True


def opened(folder: Path) -> Any:
    """The model of a folder: with its head, or the folder itself where the model is no transformer with a head."""
    from bertplay.models.catalog import LOCAL_PREFIX, spec_of_folder
    from bertplay.models.inspection import CONFIG
    from bertplay.models.loading import load_model

    if not (folder / CONFIG).is_file():
        return folder
    spec = spec_of_folder(f"{LOCAL_PREFIX}{folder.absolute().name}", folder)
    return load_model(spec) if spec.head else folder
