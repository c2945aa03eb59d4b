"""The commands that use a model with a head for a task: labels and entities of texts or of a file, the answer in a passage."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bertplay.calls import Call
from bertplay.calls.task_heads import ANSWER_QUESTION, ANSWER_TEXTS
from bertplay.cli.base import Commands, Json, printable, run, show_json, show_summary
from bertplay.errors import BadInput
from bertplay.files.decoding import read_bytes
from bertplay.summaries.predicted_table import file_name, predicted_file, summarize_predicted
from bertplay.tasks.predict_table import Ask, ReadColumns, columns_of, predict_table, read_texts

commands = Commands("Using fine-tuned models")

Tuned = Annotated[str, typer.Argument(metavar="MODEL", help="A model with a head: an id such as run/d98f87sb or local/ner, or a folder.")]
Texts = Annotated[list[str] | None, typer.Argument(metavar="TEXT", help='One or more texts; a pair as "first ||| second".')]


@commands.add
def predict(
    model: Tuned,
    texts: Texts = None,
    file: Annotated[Path | None, typer.Option(help="A file instead: CSV, TSV, JSONL, or a text with one example a line.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the file with predictions is written; by default beside FILE.")] = None,
    text_column: Annotated[str, typer.Option(help="Column with the texts.")] = "",
    pair_column: Annotated[str, typer.Option(help="Column with the second texts of pairs.")] = "",
    header: Annotated[bool, typer.Option(help="Whether the first row names the columns; otherwise they are called 1, 2, …")] = True,
    is_json: Json = False,
) -> None:
    """Predict with a fine-tuned model: the probability of every label, or the entities in the text; for texts, or for a file."""
    if file is not None:
        apply(model, file, out, ReadColumns(text_column, pair_column), header, is_json)
        return
    if not texts:
        raise BadInput("There is no text.", remedy='Give one: predict MODEL "A text.", or a file: predict MODEL --file texts.csv.')
    call = ANSWER_TEXTS(model, texts=texts)
    show_summary(ask(call), call.task.summarize, is_json)


def apply(model: str, file: Path, out: Path | None, wanted: ReadColumns, header: bool, is_json: bool) -> None:
    """Predict for every row of a file, and write it with its new columns."""
    target = out or file.with_name(file_name(file.name))
    if target.exists():
        raise BadInput("This file exists already.", value=str(target), remedy="Name another one with --out, or remove it.")
    table = read_texts(read_bytes(file), file.name, header)
    predicting = asker(model)

    def progress(done: int, n: int) -> None:
        if not is_json:
            typer.echo(f"{done:,} of {n:,} rows", err=True)

    found = predict_table(table, columns_of(table, wanted.text, wanted.pair), predicting, progress)
    try:
        target.write_bytes(predicted_file(found, target.name))
    except OSError as error:
        raise BadInput("The file cannot be written.", value=str(target), remedy="Name another one with --out.") from error
    problems = [{"line": row.line, "problem": str(row.problem)} for row in found.rows if row.problem]
    if is_json:
        show_json({"file": str(target), "rows": len(found.rows), "predicted": len(found.answers), "problems": problems})
        return
    typer.echo(printable(str(summarize_predicted(found).sentence)))
    for one in problems:
        typer.echo(printable(f"Line {one['line']:,}: {one['problem']}"))
    typer.echo(f"Written to {target}")


def asker(model: str) -> Ask:
    """What predicts for a batch of texts; the model is opened once."""
    if not is_id(model):
        folder = opened(Path(model))
        return lambda texts: ANSWER_TEXTS.function(folder, texts)
    from bertplay.backends.local import local_backend

    return lambda texts: ANSWER_TEXTS(model, texts=list(texts)).run(local_backend())


@commands.add
def answer(
    model: Tuned,
    question: Annotated[str, typer.Argument(help="The question.")],
    passage: Annotated[str, typer.Argument(help="The passage that holds the answer, or the name of a text file.")],
    top_k: Annotated[int, typer.Option(help="Number of candidate answers.")] = 5,
    is_json: Json = False,
) -> None:
    """Answer a question from a passage: the most probable spans, and the probability that there is none."""
    call = ANSWER_QUESTION(model, question=question, passage=passage, top_k=top_k)
    show_summary(ask(call), call.task.summarize, is_json)


def ask(call: Call[Any]) -> Any:
    """The answer of a model of the catalog, or of one in a folder."""
    return run(call) if is_id(call.model) else call.task.function(opened(Path(call.model)), **call.arguments)


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
