"""What fine-tuning did to what a model knew: the old masked-word head on the tuned encoder."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from bertplay.errors import BadInput
from bertplay.results.tuned_model import Forgetting, ForgottenWord
from bertplay.tasks.words import words_in
from bertplay.training.config import Method, Task
from bertplay.training.models import CLASSES, LOCAL, base_model, open_tokenizer, quiet
from bertplay.training.record import read_record
from bertplay.training.tuned import open_transformer
from bertplay.wording import english, later, mark

MOST_SENTENCES = 40
OUT_OF_RANGE = mark("The number of sentences is out of range.")
SENTENCES = (
    english("The capital of France is Paris."),
    english("She opened the door and walked into the room."),
    english("He was born in London in the year of the war."),
    english("The sun rises in the east and sets in the west."),
    english("They lived in a small house near the river."),
    english("The king had three sons and one daughter."),
    english("It was a cold night and the snow was deep."),
    english("The ship sailed across the sea to America."),
    english("The children were playing in the garden."),
    english("He gave her a book for her birthday."),
    english("The old man sat down by the fire."),
    english("The city is the largest in the state."),
    english("I do not know what you mean, said the boy."),
    english("The water was clear and the fish were many."),
    english("The army crossed the bridge before the morning."),
    english("The film was directed by a young woman."),
    english("My mother told me to go to bed."),
    english("The train left the station at ten o'clock."),
    english("A bird was singing in the tree."),
    english("The church was built in the nineteenth century."),
)
"""Plain sentences of what a small model has read: fixed, so that runs can be compared."""


def measure_forgetting(folder: Path, sentences: Sequence[str] = SENTENCES) -> Forgetting:
    """Hide every word of plain sentences in turn, before and after: what does the tuned encoder still know?

    The head that guesses words is the old model's; only the encoder below it is exchanged. Raises BadInput for a
    run whose encoder did not change or never knew anything, ModelError when the base model is not here.
    """
    record = read_record(folder)
    if record.method is not Method.FULL:
        problem = mark("Only a pretrained encoder that was trained further can have forgotten something.")
        raise BadInput(problem, value=record.method.value, remedy=mark("Choose a run with full fine-tuning."))
    if not 1 <= len(sentences) <= MOST_SENTENCES:
        raise BadInput(OUT_OF_RANGE, value=len(sentences), remedy=later("Give 1 to {most}.", most=MOST_SENTENCES))
    quiet()
    _, base = base_model(record.config.model)
    tokenizer = open_tokenizer(base)
    auto: Any = CLASSES[Task.MASKED_WORDS]
    model = auto.from_pretrained(base, dtype=torch.float32, use_safetensors=True, **LOCAL).eval()
    hidden = [row for sentence in sentences for row in hidden_words(sentence, tokenizer)]
    before = guesses(model, tokenizer, hidden)
    tuned: Any = open_transformer(record, folder)
    model.base_model.load_state_dict(tuned.base_model.state_dict(), strict=False)  # a pooler has no place here, and none is needed
    after = guesses(model, tokenizer, hidden)
    return summed(record.base_title, tokenizer, hidden, before, after)


Hidden = tuple[str, int, int, list[int]]
"""The text with one word hidden, the id that was there, the place of the mask, all ids."""


def hidden_words(sentence: str, tokenizer: Any) -> list[Hidden]:
    """The sentence once for each word of one piece."""
    rows = []
    for start, end in words_in(sentence):
        pieces = tokenizer(sentence[start:end], add_special_tokens=False)["input_ids"]
        if len(pieces) == 1:
            text = f"{sentence[:start]}{tokenizer.mask_token}{sentence[end:]}"
            ids = tokenizer(text)["input_ids"]
            rows.append((text, pieces[0], ids.index(tokenizer.mask_token_id), ids))
    return rows


def guesses(model: Any, tokenizer: Any, hidden: Sequence[Hidden]) -> list[tuple[float, int]]:
    """For each hidden word its probability, and the first guess."""
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
    """Both sides in one result."""

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
        top1_before=sum(one.word == one.guess_before for one in words) / count,
        top1_after=sum(one.word == one.guess_after for one in words) / count,
        bits_before=sum(bits(one.before) for one in words) / count,
        bits_after=sum(bits(one.after) for one in words) / count,
    )


def bits(probability: float) -> float:
    """Surprise; at most that of one in a trillion, which is as good as never."""
    return -math.log2(max(probability, 1e-12))
