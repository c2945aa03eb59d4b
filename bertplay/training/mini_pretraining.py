"""Mini-pretraining on a text of the reader's: the loop that pretrained the bundled models, in small.

A WordPiece vocabulary of its own, a BERT of two layers with random weights, masked words and next sentence. Nobody should
expect much: the bundled BERT was trained for hours. What a minute shows is how such a training begins.
"""

import shutil
import time
from contextlib import suppress
from math import exp, log
from pathlib import Path
from typing import Any

import torch
from transformers.utils import logging

from bertplay.errors import BadInput, NoText
from bertplay.i18n import N_, lazy
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.corpus import Document, split_sentences
from bertplay.pretraining.encoded import encode_documents
from bertplay.pretraining.evaluation import evaluate
from bertplay.pretraining.export import save_weights
from bertplay.pretraining.families import family_file
from bertplay.pretraining.loop import Pretraining
from bertplay.pretraining.prepare import open_tokenizer
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.results.training_events import Ended, Evaluated, ProbeAnswer, Started, Step
from bertplay.text import MASK_SPELLING
from bertplay.training.checkpoints import PART, publish
from bertplay.training.events import Command, ended
from bertplay.training.jobs import Commands, MiniPretraining, Report
from bertplay.training.profiling import resident_bytes
from bertplay.training.time_budget import TimeBudget

FAMILY, DOMAIN = "bert", "your text"
MIN_SENTENCES, DOCUMENT_SENTENCES, HELD_OUT_EVERY = 40, 8, 10
WINDOW, ROW_TOKENS = 64, 1_024
VOCABULARY_SIZES = (4_000, 2_000, 1_000, 500, 250, 100)
TOP_K = 5
CARD = """---
pipeline_tag: fill-mask
---

# Mini-pretraining

A BERT of two layers, pretrained from scratch with bertplay on one text of its owner's for about a minute: {tokens:,} tokens. It knows how
frequent the tokens of that text are, and little else. Top-1 accuracy on masked tokens of held-out sentences: {last.accuracy:.1%}; loss
{last.eval_loss:.3f} nats. The weights hold traces of the text; whoever shares them shares those.
"""


def pretrain(job: MiniPretraining, folder: Path, report: Report, command: Commands) -> Ended:
    """Train for `job.seconds` on the text of the job, and leave the model in folder/model.

    Every tenth document of eight sentences is held out. An interrupted run continues from its last checkpoint.
    BadInput for a text of fewer than 40 sentences.
    """
    logging.disable_progress_bar()
    train, held_out = split(Path(job.text).read_text(encoding="utf-8", errors="replace"))
    vocabulary = Vocabulary.of(tokenizer_of(train, folder / "vocabulary"), family_file(FAMILY).continues_word)
    encode = vocabulary.tokenizer.backend_tokenizer
    examples, evaluated = ({DOMAIN: encode_documents(documents, encode)} for documents in (train, held_out))
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
        seconds=job.seconds,
        seed=job.seed,
    )
    loop = MiniLoop(shape, examples, evaluated, vocabulary, None, folder / "checkpoints", torch.device("cpu"))
    return loop.train_for(job, folder / "model", report, command)


def split(text: str) -> tuple[list[Document], list[Document]]:
    """A text as documents of eight sentences: training and held out. Line breaks end a paragraph only if the line is empty."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.replace("\r", "").split("\n\n")]
    sentences = [sentence for paragraph in paragraphs for sentence in split_sentences(paragraph)]
    if len(sentences) < MIN_SENTENCES:
        remedy = lazy("Give at least {fewest} sentences: a chapter of a book, a long article.", fewest=MIN_SENTENCES)
        raise BadInput(N_("The text is too short to train on."), value=lazy("{n} sentences", n=len(sentences)), remedy=remedy)
    documents = [sentences[i : i + DOCUMENT_SENTENCES] for i in range(0, len(sentences), DOCUMENT_SENTENCES)]
    held_out = documents[1::HELD_OUT_EVERY]
    return [document for document in documents if document not in held_out], held_out


def tokenizer_of(documents: list[Document], folder: Path) -> Any:
    """WordPiece trained on the text, with at most 4,000 tokens; a resumed run finds the one it had."""
    if not (folder / "tokenizer.json").exists():
        family_file(FAMILY).tokenizer(vocabulary_of(documents), WINDOW).save_pretrained(folder)
    return open_tokenizer(folder)


def vocabulary_of(documents: list[Document]) -> Any:
    """The largest vocabulary that can be trained on the text."""
    for size in VOCABULARY_SIZES:
        with suppress(NoText):
            return family_file(FAMILY).train_vocabulary((line for document in documents for line in document), size)
    raise BadInput(N_("The text has too few different words to train on."), remedy=N_("Give an ordinary text."))


class MiniLoop(Pretraining):
    """The pretraining loop with a time budget, reporting every step and, now and then, an evaluation."""

    def train_for(self, job: MiniPretraining, target: Path, report: Report, command: Commands) -> Ended:
        """Train until the seconds are used up or a command ends it; save the model."""
        budget = TimeBudget(job.seconds, command, used=self.counters.seconds, steps=self.counters.step)
        losses = [log(self.vocabulary.size)]  # the loss of a uniform distribution
        report(self.started(budget))
        while budget.has_time():
            if budget.is_evaluation_due():
                report(self.evaluated(job, losses))
                losses = losses[-1:]
            with budget.counted():
                losses.append(self._step().words.item())
                self.refuse_unless_finite()
            rate = self.optimizer.param_groups[0]["lr"]
            report(Step(time.time(), budget.steps, losses[-1], rate, self.counters.tokens / budget.used, budget.seconds_left))
        self.save()
        last = self.evaluated(job, losses)
        report(last)
        return self.end(last, budget, target, report)

    def started(self, budget: TimeBudget) -> Started:
        """What is known before the first step."""
        weights = sum(weight.numel() for weight in self.model.parameters())
        examples, held_out = (sum(text.sentence_count for text in maker.texts) for maker in (self.batches, self.held_out_batches))
        known = budget.steps, 0, examples, held_out, ()
        return Started(time.time(), *known, weights, weights, 0.0, budget.seconds_left, resident_bytes())

    def evaluated(self, job: MiniPretraining, losses: list[float]) -> Evaluated:
        """How good it is on the held-out documents, and what it predicts for the reader's sentences."""
        figures = evaluate(self.family, self.model, self.evaluation_batches[DOMAIN], self.device)
        return Evaluated(
            at=time.time(),
            step=self.counters.step,
            epoch=self.counters.tokens / max(1, sum(len(text.ids) for text in self.batches.texts)),
            examples=figures.masked,
            train_loss=sum(losses) / len(losses),
            eval_loss=figures.loss,
            accuracy=figures.top1,
            probes=tuple(self.predicted(text) for text in job.probe_sentences),
        )

    @torch.inference_mode()
    def predicted(self, text: str) -> ProbeAnswer:
        """The most probable tokens at the first [MASK]."""
        tokenizer = self.vocabulary.tokenizer
        ids = tokenizer(MASK_SPELLING.sub(tokenizer.mask_token, text), truncation=True, max_length=WINDOW)["input_ids"]
        if tokenizer.mask_token_id not in ids:
            raise BadInput(N_("The sentence has no [MASK] within the window."), value=text, remedy=N_("Write [MASK] in place of a word."))
        self.model.eval()
        logits = self.model(torch.tensor([ids])).prediction_logits[0, ids.index(tokenizer.mask_token_id)]
        self.model.train()
        best = logits.float().softmax(-1).topk(TOP_K)
        return ProbeAnswer(tuple(tokenizer.convert_ids_to_tokens(best.indices.tolist())), tuple(best.values.tolist()))

    def end(self, last: Evaluated, budget: TimeBudget, target: Path, report: Report) -> Ended:
        """Write the model to a temporary folder, give it its name, and say how the training ended."""
        part = target.with_name(f"{target.name}{PART}")
        shutil.rmtree(part, ignore_errors=True)
        save_weights(self.model, self.vocabulary, part)
        (part / "README.md").write_text(CARD.format(tokens=self.counters.tokens, last=last), encoding="utf-8")
        publish(part, target)
        metrics = {"accuracy": last.accuracy, "eval_loss": last.eval_loss, "perplexity": exp(last.eval_loss)}
        metrics |= {"train_seconds": budget.used, "steps": float(budget.steps), "tokens": float(self.counters.tokens)}
        event = ended(budget.ended_by, budget.steps, metrics, str(target))
        if budget.ended_by is Command.CONTINUE:
            shutil.rmtree(self.folder, ignore_errors=True)  # there is nothing left to resume
        report(event)
        return event
