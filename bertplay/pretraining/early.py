"""What a model knew early in its training, as small folders that `from_pretrained` opens.

    python -m bertplay.pretraining.early work/bert --tokenizer work/wordpiece --out bertplay/models/bundled/bert/checkpoints 0 316 3162

The loop keeps a milestone at steps on a logarithmic scale. Each one asked for becomes a folder named by the tokens it had seen.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from transformers.utils import logging

from bertplay.errors import CannotResume
from bertplay.pretraining.continuation import SETTINGS
from bertplay.pretraining.export import open_model, save_weights, write_json, write_manifest
from bertplay.pretraining.families import family_file
from bertplay.pretraining.loop import milestone_folder
from bertplay.pretraining.prepare import open_tokenizer
from bertplay.pretraining.vocabularies import Vocabulary


def export_milestone(run: Path, step: int, tokenizer: Path, out: Path, note: str = "") -> Path:
    """Write one milestone in float16, with its tokenizer, its settings and a manifest; the folder that was written."""
    milestone = milestone_folder(run, step)
    if not (milestone / SETTINGS).exists():
        kept = sorted(int(folder.name.removeprefix("step-")) for folder in run.glob("milestones/step-*"))
        raise CannotResume("The training kept no such milestone.", value=step, remedy=f"It has {kept}.")
    record = json.loads((milestone / SETTINGS).read_text(encoding="utf-8"))
    family = family_file(record["stages"][-1]["config"].get("family", "bert"))
    folder = out / str(record["counters"]["tokens"])
    save_weights(open_model(family, milestone), Vocabulary.of(open_tokenizer(tokenizer), family.continues_word), folder)
    write_json(folder / SETTINGS, record | ({"note": note} if note else {}))
    write_manifest(folder)
    return folder


def main(arguments: Sequence[str] | None = None) -> None:
    """Export the milestones named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="the folder of a training inside the work folder")
    parser.add_argument("steps", nargs="+", type=int)
    parser.add_argument("--tokenizer", type=Path, required=True, help="the folder of its vocabulary")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--note", default="", help="a sentence to be kept with them")
    options = parser.parse_args(arguments)
    logging.disable_progress_bar()
    for step in options.steps:
        print(export_milestone(options.run, step, options.tokenizer, options.out, options.note))


if __name__ == "__main__":
    main()
