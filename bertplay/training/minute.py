"""A minute of pretraining on a text of the reader's: the loop that trained the bundled models, in small, and watched.

Its own WordPiece vocabulary, a BERT of two layers that has read nothing, masked words and next sentence. Nobody should
expect much: the bundled BERT read for hours. What a minute shows is how such a training begins.
"""

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from math import exp, log
from pathlib import Path
from typing import Any

import torch
from transformers.utils import logging

from bertplay.errors import BadInput, NoText
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.corpus import Document, split_sentences
from bertplay.pretraining.encoded import encode_documents
from bertplay.pretraining.evaluation import evaluate
from bertplay.pretraining.export import save_weights
from bertplay.pretraining.families import family_file
from bertplay.pretraining.loop import Pretraining
from bertplay.pretraining.prepare import open_tokenizer
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.text import MASK_SPELLING
from bertplay.training.checkpoints import BESIDE, publish
from bertplay.training.clock import Clock
from bertplay.training.config import FineTuneConfig
from bertplay.training.estimate import resident_bytes
from bertplay.training.events import Cancelled, Evaluated, Finished, OwnAnswer, Started, Step, TrainEvent, Wish
from bertplay.wording import later, mark

FAMILY, DOMAIN = "bert", "your text"
FEWEST_SENTENCES, SENTENCES_OF_A_DOCUMENT, HELD_OUT = 40, 8, 10
WINDOW, ROW_TOKENS = 64, 1_024
SIZES = (4_000, 2_000, 1_000, 500, 250, 100)
FIRST_STEPS, MOST_GUESSES = 20, 5
CARD = """---
pipeline_tag: fill-mask
---

# A minute of pretraining

A BERT of two layers that read one text of its owner's for about a minute with bertplay: {tokens:,} tokens. It knows how frequent the pieces
of that text are, and little else. On held-out sentences of the text {last.accuracy:.1%} of the hidden pieces are its first guess, loss
{last.eval_loss:.3f} nats. The weights hold traces of the text; whoever passes them on passes on those.
"""
Report = Callable[[TrainEvent], None]


def train_minute(config: FineTuneConfig, folder: Path, report: Report, wish: Callable[[], Wish]) -> Finished | Cancelled:
    """Train for `config.seconds` on the text file of the run, and leave the model in folder/model.

    Every tenth document of eight sentences is held out. A run that was broken off goes on from its last checkpoint.
    BadInput for a text of fewer than 40 sentences.
    """
    logging.disable_progress_bar()
    train, held_out = split(Path(config.data.train).read_text(encoding="utf-8", errors="replace"))
    vocabulary = Vocabulary.of(tokenizer_of(train, folder / "vocabulary"), family_file(FAMILY).continues_word)
    encode = vocabulary.tokenizer.backend_tokenizer
    learned, kept = ({DOMAIN: encode_documents(part, encode)} for part in (train, held_out))
    shape = PretrainConfig(
        family=FAMILY,
        layers=2,
        hidden=128,
        heads=2,
        max_tokens=WINDOW,
        lengths=(WINDOW // 2, WINDOW),
        length_shares=(0.5, 0.5),
        vocabulary=vocabulary.size,
        tokens_per_step=ROW_TOKENS,
        seconds=config.seconds,
        seed=config.seed,
    )
    minute = Minute(shape, learned, kept, vocabulary, None, folder / "checkpoints", torch.device("cpu"))
    return minute.watched(config, folder / "model", report, wish)


def split(text: str) -> tuple[list[Document], list[Document]]:
    """A text as documents of eight sentences: those to learn from, and those held out. Line breaks end a paragraph only if it is empty."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.replace("\r", "").split("\n\n")]
    sentences = [sentence for paragraph in paragraphs for sentence in split_sentences(paragraph)]
    if len(sentences) < FEWEST_SENTENCES:
        remedy = later("Give at least {fewest} sentences: a chapter of a book, a long article.", fewest=FEWEST_SENTENCES)
        raise BadInput(mark("The text is too short to learn from."), value=later("{n} sentences", n=len(sentences)), remedy=remedy)
    documents = [sentences[i : i + SENTENCES_OF_A_DOCUMENT] for i in range(0, len(sentences), SENTENCES_OF_A_DOCUMENT)]
    held_out = documents[1::HELD_OUT]
    return [document for document in documents if document not in held_out], held_out


def tokenizer_of(documents: list[Document], folder: Path) -> Any:
    """WordPiece trained on the text: as many pieces as it gives, at most 4,000. A run that goes on finds the one it had."""
    if not (folder / "tokenizer.json").exists():
        family = family_file(FAMILY)
        family.tokenizer(pieces_of(documents), WINDOW).save_pretrained(folder)
    return open_tokenizer(folder)


def pieces_of(documents: list[Document]) -> Any:
    """The largest vocabulary that the text gives."""
    for size in SIZES:
        with suppress(NoText):
            return family_file(FAMILY).train_pieces((line for document in documents for line in document), size)
    raise BadInput(mark("The text has too few different words to learn from."), remedy=mark("Give an ordinary text."))


class Minute(Pretraining):
    """The loop, told to a run: every step, and now and then what it can do by now."""

    def watched(self, config: FineTuneConfig, target: Path, report: Report, wish: Callable[[], Wish]) -> Finished | Cancelled:
        """Train until the seconds are used up or somebody stops it; keep the model."""
        clock, losses = Clock(config.seconds, wish), [log(self.vocabulary.size)]  # what knowing nothing costs
        clock.seconds, clock.steps = self.counters.seconds, self.counters.step
        report(self.started(clock, total_steps=0))
        while clock.goes_on():
            if clock.is_time_to_evaluate():
                report(self.told(config, losses))
                losses = losses[-1:]
            with clock.counted():
                losses.append(self._step().item())
                self.refuse_unless_finite()
            if clock.steps == FIRST_STEPS:
                report(self.started(clock, clock.total_steps))
            rate = self.optimizer.param_groups[0]["lr"]
            report(Step(time.time(), clock.steps, losses[-1], rate, self.counters.tokens / clock.seconds, clock.seconds_left))
        self.save()
        last = self.told(config, losses)
        report(last)
        return self.end(last, clock, target, report)

    def started(self, clock: Clock, total_steps: int) -> Started:
        """What is known before the first step, and again when the pace is."""
        weights = sum(weight.numel() for weight in self.model.parameters())
        learned, kept = (sum(text.sentence_count for text in maker.texts) for maker in (self.batches, self.examiner))
        seen = clock.steps, total_steps, learned, kept, ()
        return Started(time.time(), *seen, weights, weights, 0.0, clock.seconds_left, resident_bytes())

    def told(self, config: FineTuneConfig, losses: list[float]) -> Evaluated:
        """How good it is on the held-out part, and what it says to the reader's sentences."""
        figures = evaluate(self.family, self.model, self.examinations[DOMAIN], self.device)
        return Evaluated(
            at=time.time(),
            step=self.counters.step,
            epoch=self.counters.tokens / max(1, sum(len(text.ids) for text in self.batches.texts)),
            examples=figures.masked,
            train_loss=sum(losses) / len(losses),
            eval_loss=figures.loss,
            accuracy=figures.top1,
            own=tuple(self.guessed(text) for text in config.own_sentences),
        )

    @torch.inference_mode()
    def guessed(self, text: str) -> OwnAnswer:
        """The likeliest pieces at the first [MASK]."""
        tokenizer = self.vocabulary.tokenizer
        ids = tokenizer(MASK_SPELLING.sub(tokenizer.mask_token, text), truncation=True, max_length=WINDOW)["input_ids"]
        if tokenizer.mask_token_id not in ids:
            raise BadInput(
                mark("The sentence has no [MASK] within the window."), value=text, remedy=mark("Write [MASK] in place of a word.")
            )
        self.model.eval()
        logits = self.model(torch.tensor([ids])).prediction_logits[0, ids.index(tokenizer.mask_token_id)]
        self.model.train()
        best = logits.float().softmax(-1).topk(MOST_GUESSES)
        return OwnAnswer(tuple(tokenizer.convert_ids_to_tokens(best.indices.tolist())), tuple(best.values.tolist()))

    def end(self, last: Evaluated, clock: Clock, target: Path, report: Report) -> Finished | Cancelled:
        """Write the model beside, give the folder its name, and say how it ended."""
        beside = target.with_name(f"{target.name}{BESIDE}")
        shutil.rmtree(beside, ignore_errors=True)
        save_weights(self.model, self.vocabulary, beside)
        (beside / "README.md").write_text(CARD.format(tokens=self.counters.tokens, last=last), encoding="utf-8")
        publish(beside, target)
        metrics = {"accuracy": last.accuracy, "eval_loss": last.eval_loss, "perplexity": exp(last.eval_loss)}
        metrics |= {"train_seconds": clock.seconds, "steps": float(clock.steps), "tokens": float(self.counters.tokens)}
        kind = Cancelled if clock.is_stopped else Finished
        ended = kind(time.time(), clock.steps, metrics, str(target))
        if not clock.is_stopped:
            shutil.rmtree(self.folder, ignore_errors=True)  # nothing is left to go on with
        report(ended)
        return ended
