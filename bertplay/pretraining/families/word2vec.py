"""word2vec (Mikolov et al. 2013): skip-gram with negative sampling, one vector a word; trained by gensim.

Whole words, not subwords: neighbours and sums are those of words, and "this word is missing" is the lesson that leads to WordPiece.
A word is what BERT's tokenizer takes for one before it looks up tokens, so the text and its counts are BERT's.
"""

import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from transformers import PreTrainedTokenizerFast

from bertplay.errors import PretrainingError
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.counts import WORDS_FILE, read_counts, write_counts
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.export import CARD, how_long, save_tokenizer, write_json, write_manifest
from bertplay.pretraining.families import bert
from bertplay.pretraining.machine import machine
from bertplay.pretraining.objectives.skip_gram import Sentence, sentences_of_words
from bertplay.pretraining.prepare import Texts, prepare_split, prepare_vocabulary
from bertplay.pretraining.vocabularies import Vocabulary

MODEL_TYPE = "bertplay-word2vec"
WORDS, UNKNOWN = 25_000, "[UNK]"
SLICES = 10  # a training is saved after each
PORTIONS_OF_SLICE = 1_000_000  # where the next slice's portions of text begin
HIGHEST_RATE, LOWEST_RATE = 0.025, 0.0001  # as published
STATE = "word2vec.model"


def train_words(config: PretrainConfig, texts: Texts, work: Path, folder: Path, out: Path | None, credits: str) -> None:
    """Prepare, train in slices, export. If interrupted, it resumes after its last complete slice."""
    if not config.tokens:
        raise PretrainingError("word2vec's rate falls with the tokens.", remedy="Give --tokens.")
    encoded = work / bert.encoding
    vocabulary = prepare_vocabulary(texts, encoded, bert, config.vocabulary, config.max_tokens)  # type: ignore[arg-type]
    train = list(prepare_split(texts, encoded, vocabulary, held_out=False).values())
    if not (encoded / WORDS_FILE).exists():
        write_counts(train, vocabulary.tokens, vocabulary.continues.tolist(), bert.spell, encoded)
    model, record = resumed(config, encoded, folder)
    while record["slices"] < SLICES:
        started = time.perf_counter()
        train_slice(model, slice_of(train, vocabulary, config.tokens, record["slices"]), record["slices"])
        record["slices"] += 1
        record["tokens"] += config.tokens // SLICES
        record["seconds"] += time.perf_counter() - started
        save(model, record, folder)
        print(f"word2vec {record['tokens'] / 1e6:.1f}M tokens  {record['tokens'] / record['seconds']:,.0f} a second", flush=True)
    if out:
        export_words(model, config, record, encoded, out, credits)


def slice_of(texts: list[EncodedText], vocabulary: Vocabulary, tokens: int, number: int) -> list[Sentence]:
    """The sentences of one slice of the training."""
    spelled = [token.removeprefix("##") for token in vocabulary.tokens]
    return list(sentences_of_words(texts, vocabulary.continues.tolist(), spelled, number * PORTIONS_OF_SLICE, tokens // SLICES))


def resumed(config: PretrainConfig, encoded: Path, folder: Path) -> tuple[Any, dict[str, Any]]:
    """The model as it was left, or one with random vectors for the most frequent words that begin with a letter."""
    from gensim.models import Word2Vec

    folder.mkdir(parents=True, exist_ok=True)
    if (folder / STATE).exists():
        model = Word2Vec.load(str(folder / STATE))
        return model, model.bertplay_record
    model = Word2Vec(vector_size=config.hidden, sg=1, window=5, negative=5, sample=1e-3, min_count=1, workers=2, seed=config.seed)
    counts = {word: count for word, count in read_counts(encoded / WORDS_FILE).items() if word[:1].isalpha()}
    model.build_vocab_from_freq(dict(list(counts.items())[:WORDS]), corpus_count=1)
    return model, {"slices": 0, "tokens": 0, "seconds": 0.0}


def train_slice(model: Any, sentences: Iterable[Sentence], number: int) -> None:
    """One pass over a slice, the rate falling as it would in one long pass over all slices."""
    sentences = list(sentences)
    fall = (HIGHEST_RATE - LOWEST_RATE) / SLICES
    start = HIGHEST_RATE - number * fall
    model.train(sentences, total_examples=len(sentences), epochs=1, start_alpha=start, end_alpha=start - fall)


def save(model: Any, record: dict[str, Any], folder: Path) -> None:
    """Write the whole state beside, then rename: one file, because gensim keeps large matrices in it below this limit."""
    model.bertplay_record = record
    beside = folder / (STATE + ".part")
    model.save(str(beside), sep_limit=2**40)
    beside.replace(folder / STATE)


def export_words(model: Any, config: PretrainConfig, record: dict[str, Any], encoded: Path, out: Path, credits: str) -> None:
    """Write the table (float8; row 0, of what is missing, is zero), a tokenizer of its words, the settings, the card and the manifest."""
    out.mkdir(parents=True, exist_ok=True)
    words = [UNKNOWN, *model.wv.index_to_key]
    vectors: npt.NDArray[np.float32] = np.concatenate([np.zeros((1, config.hidden), np.float32), model.wv.vectors])
    save_file({"words.weight": torch.from_numpy(vectors).to(torch.float8_e4m3fn)}, out / "model.safetensors")
    save_tokenizer(tokenizer_of(words), out)
    write_json(out / "config.json", {"model_type": MODEL_TYPE, "vocab_size": len(vectors), "hidden_size": config.hidden})
    counters = {"step": record["slices"], "tokens": record["tokens"], "seconds": record["seconds"]}
    stages = [{"from_step": 0, "config": asdict(config)}]
    write_json(out / "pretraining.json", {"counters": counters, "stages": stages, "machine": machine()})
    shutil.copy(encoded / WORDS_FILE, out / WORDS_FILE)
    known = share_known(read_counts(out / WORDS_FILE), words[1:])
    (out / CARD).write_text(card(len(words) - 1, config.hidden, known, counters, credits), encoding="utf-8")
    write_manifest(out)


def tokenizer_of(words: list[str]) -> PreTrainedTokenizerFast:
    """Text split into words as by BERT's tokenizer before it looks up tokens; a word's id is its place in the list."""
    backend = Tokenizer(WordLevel({word: i for i, word in enumerate(words)}, unk_token=UNKNOWN))
    backend.normalizer, backend.pre_tokenizer = BertNormalizer(lowercase=True), BertPreTokenizer()
    return PreTrainedTokenizerFast(tokenizer_object=backend, unk_token=UNKNOWN)


def share_known(counts: dict[str, int], words: Iterable[str]) -> float:
    """The share of a text's running words that have a vector, of those that begin with a letter."""
    return sum(counts[word] for word in words) / sum(count for word, count in counts.items() if word[:1].isalpha())


def card(words: int, width: int, known: float, counters: dict[str, Any], credits: str) -> str:
    """The card of a table of word vectors."""
    return f"""---
license: apache-2.0
language: en
---

# A word2vec table, trained by bertplay

One vector of {width} numbers for each of the {words:,} most frequent words of the text, in lower case. `model.safetensors` has the table
`words.weight` in float8 (e4m3), `tokenizer.json` the row of each word (row 0 is for out-of-vocabulary words, and is zero),
and `word_counts.tsv.xz` the number of times that each occurs in the text.

## Training

Skip-gram with negative sampling (Mikolov et al. 2013) by gensim: a window of 5 words on each side, 5 negative samples for each pair,
frequent words subsampled (1e-3), learning rate {HIGHEST_RATE} falling to {LOWEST_RATE}.
{counters["tokens"]:,} tokens (those of BERT's vocabulary) in
{counters["seconds"] / 60:.0f} minutes on {machine()}.
{how_long(counters["tokens"])}

## Figures

It predicts no masked words, so docs/models.md has few figures for it. Of the words of its text, {known:.1%} have a
vector (counting every occurrence of words that begin with a letter and occur at least five times).

{credits.strip()}

## Limits

Each word has one vector, whatever it means in its sentence; a word that is not in the table has none.
The neighbours of a word show the attitudes of the training texts. Weights: Apache-2.0.
"""
