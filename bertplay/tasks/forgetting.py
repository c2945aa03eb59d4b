"""Forgetting: the masked-word head of the base model on the fine-tuned encoder."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.tokenizer import open_folder_tokenizer
from bertplay.results.tuned_model import Forgetting, ForgottenWord
from bertplay.tasks.words import words_in
from bertplay.training.jobs import Method, Task
from bertplay.training.models import CLASSES, LOCAL, base_model, quiet
from bertplay.training.record import read_record
from bertplay.training.tuned import open_transformer

MAX_SENTENCES = 40
OUT_OF_RANGE = N_("The number of sentences is out of range.")
SENTENCES = (
    "The capital of France is Paris.",
    "She opened the door and walked into the room.",
    "He was born in London in the year of the war.",
    "The sun rises in the east and sets in the west.",
    "They lived in a small house near the river.",
    "The king had three sons and one daughter.",
    "It was a cold night and the snow was deep.",
    "The ship sailed across the sea to America.",
    "The children were playing in the garden.",
    "He gave her a book for her birthday.",
    "The old man sat down by the fire.",
    "The city is the largest in the state.",
    "I do not know what you mean, said the boy.",
    "The water was clear and the fish were many.",
    "The army crossed the bridge before the morning.",
    "The film was directed by a young woman.",
    "My mother told me to go to bed.",
    "The train left the station at ten o'clock.",
    "A bird was singing in the tree.",
    "The church was built in the nineteenth century.",
)
"""Plain sentences that a small model can predict; fixed, so that runs are comparable."""


def measure_forgetting(folder: Path, sentences: Sequence[str] = SENTENCES) -> Forgetting:
    """Hide every word of plain sentences in turn, before and after fine-tuning: what does the encoder still know?

    The head that predicts words is the old model's; only the encoder below it is exchanged. Raises BadInput for a
    run whose encoder was not pretrained or not changed, ModelError when the base model is not available.
    """
    record = read_record(folder)
    if record.method is not Method.FULL:
        problem = N_("Only a pretrained encoder that was trained further can have forgotten something.")
        raise BadInput(problem, value=record.method.value, remedy=N_("Choose a run with full fine-tuning."))
    if not 1 <= len(sentences) <= MAX_SENTENCES:
        raise BadInput(OUT_OF_RANGE, value=len(sentences), remedy=lazy("Give 1 to {most}.", most=MAX_SENTENCES))
    quiet()
    _, base = base_model(record.job.model)
    tokenizer = open_folder_tokenizer(base)
    auto: Any = CLASSES[Task.MASKED_WORDS]
    model = auto.from_pretrained(base, dtype=torch.float32, use_safetensors=True, **LOCAL).eval()
    hidden = [row for sentence in sentences for row in hidden_words(sentence, tokenizer)]
    before = predictions_of(model, tokenizer, hidden)
    tuned: Any = open_transformer(record, folder)
    model.base_model.load_state_dict(tuned.base_model.state_dict(), strict=False)  # a pooler has no place here, and none is needed
    after = predictions_of(model, tokenizer, hidden)
    return summed(record.base_title, tokenizer, hidden, before, after)


Hidden = tuple[str, int, int, list[int]]
"""The text with one word hidden, the id that was there, the place of the mask, all ids."""


def hidden_words(sentence: str, tokenizer: Any) -> list[Hidden]:
    """The sentence once for each word of one token."""
    rows = []
    for start, end in words_in(sentence):
        tokens = tokenizer(sentence[start:end], add_special_tokens=False)["input_ids"]
        if len(tokens) == 1:
            text = f"{sentence[:start]}{tokenizer.mask_token}{sentence[end:]}"
            ids = tokenizer(text)["input_ids"]
            rows.append((text, tokens[0], ids.index(tokenizer.mask_token_id), ids))
    return rows


def predictions_of(model: Any, tokenizer: Any, hidden: Sequence[Hidden]) -> list[tuple[float, int]]:
    """For each hidden word its probability, and the top prediction."""
    found = []
    with torch.inference_mode():
        for text, word, place, ids in hidden:
            del text
            shares = model(input_ids=torch.tensor([ids])).logits[0, place].softmax(-1)
            found.append((float(shares[word]), int(shares.argmax())))
    return found


def summed(
    base: str, tokenizer: Any, hidden: Sequence[Hidden], before: Sequence[tuple[float, int]], after: Sequence[tuple[float, int]]
) -> Forgetting:
    """Before and after in one result."""

    def text_of(id_: int) -> str:
        return str(tokenizer.convert_ids_to_tokens(id_))

    words = [
        ForgottenWord(text, text_of(word), p, q, text_of(first), text_of(second))
        for (text, word, _, _), (p, first), (q, second) in zip(hidden, before, after, strict=True)
    ]
    count = max(1, len(words))
    return Forgetting(
        base=base,
        words=tuple(sorted(words, key=lambda one: one.after - one.before)),
        top1_before=sum(one.word == one.prediction_before for one in words) / count,
        top1_after=sum(one.word == one.prediction_after for one in words) / count,
        bits_before=sum(bits(one.before) for one in words) / count,
        bits_after=sum(bits(one.after) for one in words) / count,
    )


def bits(probability: float) -> float:
    """Surprisal in bits, capped at that of one in a trillion."""
    return -math.log2(max(probability, 1e-12))
