"""Draws the sample again: `python -m bertplay.training_text.sample FOLDER`, the folder that has the whole collections.

Whole documents at even distances, none of those that were held out from training; short collections are taken whole.
"""

import lzma
import sys
from itertools import islice
from pathlib import Path

from bertplay.pretraining.prepare import documents

HERE = Path(__file__).parent
PARTS = {
    "sentences": ("sentences", 1),
    "modern": ("modern", 1),
    "simple": ("simple", 1),
    "books": ("books", 15),
    "wikipedia": ("wiki-featured", 22),
}
"""Name of a part -> the file that it is drawn from, and which of its documents: every so many-th."""
UNRELATED = "sentences"
"""The part whose lines have nothing to do with each other: each is a document."""


def write_sample(folder: Path) -> None:
    """Write every part: one paragraph per line, a blank line between documents."""
    for name, (source, step) in PARTS.items():
        trained_on = documents([folder / f"{source}.txt.xz"], held_out=False, unrelated=name == UNRELATED)
        text = ("\n" if name == UNRELATED else "\n\n").join("\n".join(document) for document in islice(trained_on, 0, None, step))
        (HERE / f"{name}.txt.xz").write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]))
