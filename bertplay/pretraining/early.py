"""Checkpoints from early in a training, as small folders that `from_pretrained` opens.

    python -m bertplay.pretraining.early work/bert --tokenizer work/wordpiece --model bertplay/models/bundled/bert 0 232 2321

The loop saves a milestone at steps on a logarithmic scale, and at a hundredth, a tenth and half of the budget. Each one named becomes
a folder `checkpoints/<tokens seen>` inside the model's own, and a row in its card.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from transformers.utils import logging

from bertplay.errors import CannotResume
from bertplay.pretraining.cards import write_section
from bertplay.pretraining.continuation import SETTINGS
from bertplay.pretraining.export import open_model, save_weights, write_json, write_manifest
from bertplay.pretraining.families import family_file
from bertplay.pretraining.loop import LOG, milestone_folder
from bertplay.pretraining.prepare import open_tokenizer
from bertplay.pretraining.vocabularies import Vocabulary

FOLDER = "checkpoints"


def export_milestone(run: Path, step: int, tokenizer: Path, out: Path, note: str = "") -> Path:
    """Write one milestone, its matrices in float8, with its tokenizer, its settings and a manifest; the folder that was written."""
    milestone = milestone_folder(run, step)
    if not (milestone / SETTINGS).exists():
        kept = sorted(int(folder.name.removeprefix("step-")) for folder in run.glob("milestones/step-*"))
        raise CannotResume("The training kept no such milestone.", value=step, remedy=f"It has {kept}.")
    record = json.loads((milestone / SETTINGS).read_text(encoding="utf-8"))
    family = family_file(record["stages"][-1]["config"].get("family", "bert"))
    folder = out / str(record["counters"]["tokens"])
    save_weights(open_model(family, milestone), Vocabulary.of(open_tokenizer(tokenizer), family.continues_word), folder, float8=True)
    write_json(folder / SETTINGS, record | ({"note": note} if note else {}))
    write_manifest(folder)
    return folder


def section(out: Path, log: Path, note: str) -> str:
    """Their section of the card: tokens, steps, and the figures of the evaluation nearest to each."""
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    domains = list(entries[0]["held_out"])
    titles = ("folder", "tokens", "steps", "evaluated after step", *(f"{domain}, top-1" for domain in domains))
    lines = [f"| {' | '.join(titles)} |", "| --- " * len(titles) + "|"]
    for folder in sorted(out.iterdir(), key=lambda folder: int(folder.name)):
        counters = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))["counters"]
        nearest = min(entries, key=lambda entry: abs(entry["step"] - counters["step"]))
        near = abs(nearest["step"] - counters["step"]) <= 0.1 * counters["step"] + 1
        cells = [f"{nearest['step']:,}", *(f"{nearest['held_out'][domain]['top1']:.1%}" for domain in domains)]
        cells = cells if near else ["not evaluated"] * len(cells)
        lines.append(f"| `{FOLDER}/{folder.name}` | {counters['tokens']:,} | {counters['step']:,} | {' | '.join(cells)} |")
    words = (
        "The model early in its training. `from_pretrained` opens each folder; matrices are stored in float8. The figures are those "
        "of the evaluation nearest to each checkpoint."
    )
    return f"{words} {note}\n\n" + "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Export the milestones named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="the folder of a training inside the work folder")
    parser.add_argument("steps", nargs="+", type=int)
    parser.add_argument("--tokenizer", type=Path, required=True, help="the folder of its vocabulary")
    parser.add_argument("--model", type=Path, required=True, help="the exported model whose early checkpoints they are")
    parser.add_argument("--note", default="", help="a sentence to be stored with them")
    options = parser.parse_args(arguments)
    logging.disable_progress_bar()
    out = options.model / FOLDER
    for step in options.steps:
        print(export_milestone(options.run, step, options.tokenizer, out, options.note))
    write_section(options.model, "Early checkpoints", section(out, options.run / LOG, options.note))


if __name__ == "__main__":
    main()
