"""`python -m bertplay pretrain …`: prepare, train, export; also `python -m bertplay.pretraining` on a bare machine."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers.utils import logging

from bertplay.errors import BertplayError, NoText
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.continuation import adopt_vocabulary, continue_exported
from bertplay.pretraining.export import CARD_ROWS, export
from bertplay.pretraining.families import NAMES, family_file
from bertplay.pretraining.families.word2vec import train_words
from bertplay.pretraining.loop import Pretraining
from bertplay.pretraining.model import Start
from bertplay.pretraining.prepare import prepare_split, prepare_vocabulary, prepare_word_vectors
from bertplay.pretraining.starting import config_of_folder, start_from, take_tokenizer

INTEGERS = ("layers", "hidden", "heads", "vocabulary", "max_tokens", "tokens_per_step", "evaluate_every", "seed", "workers")
NUMBERS = ("learning_rate", "mask_rate", "warmup_share", "decay_share", "single_share", "checkpoint_seconds")
OF_A_START = ("keep_vectors", "layer_decay", "head_rate")
EXAMPLE = """
example, an hour on two cores:
  python -m bertplay pretrain --work work \\
      --text encyclopedia=wiki.txt.xz --text everyday=books.txt.xz --tokens 60000000

Run the same line again after an interruption: it resumes from the last checkpoint.
"""


def build_parser() -> argparse.ArgumentParser:
    """The options; each one that is not about files is a field of PretrainConfig and described there."""
    defaults = PretrainConfig(tokens=1)
    parser = argparse.ArgumentParser(
        prog="python -m bertplay pretrain", description=__doc__, epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--text", action="append", required=True, metavar="DOMAIN=FILE", help="plain text; may be repeated")
    parser.add_argument("--work", type=Path, required=True, help="folder for the encoded text, the checkpoints and the log")
    parser.add_argument("--family", choices=NAMES, default=defaults.family, help="what to train (default: %(default)s)")
    parser.add_argument("--name", help="folder of this run inside the work folder (default: the family)")
    parser.add_argument("--out", type=Path, help="where to export the model when the budget is used up")
    parser.add_argument("--continue-from", type=Path, metavar="FOLDER", help="an exported model to train further; its tokens count")
    parser.add_argument("--start-from", type=Path, metavar="FOLDER", help="a published encoder to start from; heads it lacks are added")
    parser.add_argument("--generator", type=Path, metavar="FOLDER", help="ELECTRA's, a BERT too (default: --start-from)")
    parser.add_argument("--vectors-of", type=Path, metavar="FOLDER", help="the encoder of --keep-vectors (default: --start-from)")
    parser.add_argument("--credits", type=Path, help="markdown for the model's card: which text, whose, under which licence")
    parser.add_argument("--card-rows", type=int, default=CARD_ROWS, help="rows of each domain evaluated for it (default: %(default)s)")
    parser.add_argument("--float8", action="store_true", help="store its matrices in float8 instead of float16")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, help="processor threads (default: all; 1 where others use them too)")
    parser.add_argument("--makers", type=int, default=0, help="processes that make batches ahead, for a GPU (default: 0)")
    parser.add_argument("--tokens", type=int, default=0, help="budget in tokens seen")
    parser.add_argument("--seconds", type=float, default=0.0, help="budget in seconds of training")
    for name in INTEGERS:
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=getattr(defaults, name), help="default: %(default)s")
    for name in (*NUMBERS, *OF_A_START):
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=getattr(defaults, name), help="default: %(default)s")
    parser.add_argument(
        "--domain-shares", type=float, nargs="+", default=(), metavar="SHARE", help="share of all rows, one for each domain in their order"
    )
    parser.add_argument("--unrelated", nargs="+", default=(), metavar="DOMAIN", help="domains whose lines are unrelated to each other")
    parser.add_argument("--length-shares", type=float, nargs="+", default=defaults.length_shares, metavar="SHARE", help="of 32, 64 and 128")
    parser.add_argument("--compiled", action="store_true", help="compile the layers (torch.compile), on a GPU")
    parser.add_argument("--bfloat16-weights", action="store_true", help="forward and backward in a bfloat16 copy of the weights")
    parser.add_argument("--prepare-only", action="store_true", help="stop when text, vocabulary and word vectors are ready")
    parser.add_argument("--no-word-vectors", action="store_true", help="start from random word embeddings")
    return parser


def texts_of(arguments: Sequence[str]) -> dict[str, list[Path]]:
    """["a=x.txt", "b=y.txt", "a=z.txt"] -> {"a": [x.txt, z.txt], "b": [y.txt]}"""
    texts: dict[str, list[Path]] = {}
    for argument in arguments:
        domain, equals, file = argument.partition("=")
        if not (domain and equals and file):
            raise NoText("A text needs a domain and a file.", value=argument, remedy="Write --text encyclopedia=wiki.txt.")
        texts.setdefault(domain, []).append(Path(file))
    return texts


def run(options: argparse.Namespace) -> None:
    """Prepare, train, and export when the budget is used up."""
    logging.disable_progress_bar()
    if options.threads:
        torch.set_num_threads(options.threads)
    names = set(PretrainConfig.__dataclass_fields__) & set(vars(options))
    config = PretrainConfig.from_json({name: getattr(options, name) for name in names})
    credits = options.credits.read_text(encoding="utf-8") if options.credits else ""
    if config.family == "word2vec":
        train_words(config, texts_of(options.text), options.work, options.work / (options.name or config.family), options.out, credits)
        return
    training = prepared(config, options)
    if options.prepare_only:
        return
    training.run()
    if options.out and training.progress >= 1.0:
        export(training, options.out, credits, options.card_rows, float8=options.float8)


def prepared(config: PretrainConfig, options: argparse.Namespace) -> Pretraining:
    """Everything that a training needs, from the work folder or made now."""
    texts, family = texts_of(options.text), family_file(config.family)
    encoded, folder = options.work / family.encoding, options.work / (options.name or config.family)
    if options.start_from:
        config = config_of_folder(options.start_from, config)
        take_tokenizer(options.start_from, encoded, config.max_tokens)
    if options.continue_from:
        adopt_vocabulary(options.continue_from, encoded)
    vocabulary = prepare_vocabulary(texts, encoded, family, config.vocabulary, config.max_tokens)
    held_out = prepare_split(texts, encoded, vocabulary, held_out=True, unrelated=config.unrelated)
    train = prepare_split(texts, encoded, vocabulary, held_out=False, unrelated=config.unrelated)
    start = None
    if options.continue_from:
        continue_exported(options.continue_from, vocabulary, config, folder)
    elif options.start_from:
        start = start_from(options.start_from, config, options.vectors_of, options.generator)
    elif not options.no_word_vectors:
        width = family.tables(family.build(config, vocabulary))[0].shape[1]
        start = Start(word_vectors=prepare_word_vectors(train, encoded, vocabulary.size, width))
    return Pretraining(config, train, held_out, vocabulary, start, folder, torch.device(options.device), options.makers)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when all went well, 2 with one sentence on stderr when not."""
    try:
        run(build_parser().parse_args(arguments))
    except BertplayError as error:
        print(f"pretrain: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
