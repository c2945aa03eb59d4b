"""Each word of a text with the tag that a model gives it, however long the text is."""

from collections.abc import Sequence
from dataclasses import dataclass

from bertplay.files.tagged import word_spans
from bertplay.models.heads import Head
from bertplay.models.loaded import Encoding, LoadedModel, Wanted
from bertplay.results import Floats
from bertplay.results.task_heads import TextAnswer
from bertplay.tasks.entity_spans import entity_spans
from bertplay.tasks.probabilities import activated
from bertplay.training.windows import most_central, windows

NONE = "O"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: where each is, and at which positions of the encoding its tokens are; none where the tokenizer drops it."""

    spans: tuple[tuple[int, int], ...]
    tokens: tuple[tuple[int, ...], ...]


def tag_texts(model: LoadedModel, head: Head, texts: Sequence[str], window: int, *, is_spaced: bool) -> list[TextAnswer]:
    """The words of each text with their tags: that of a word is predicted at its first token (Devlin et al. 2019, section 5.3).

    is_spaced   the model learned from words with blanks around them, and punctuation was one of them
    A text beyond the window is read in overlapping windows; each word is tagged where most of its context is.
    """
    read = [spaced_words(model, text) if is_spaced else model_words(model, text) for text in texts]
    rows: list[Encoding] = []
    places: list[list[tuple[int, int] | None]] = []
    for encoding, words in read:
        places.append(windowed(encoding, words, window, rows))
    outputs = model.forward(rows, Wanted(head=True))
    answers = []
    for text, (encoding, words), found in zip(texts, read, places, strict=True):
        shares = [None if place is None else activated(logits_at(outputs[place[0]].head, place[1]), "softmax") for place in found]
        tags = [NONE if row is None else head.labels[int(row.argmax())] for row in shares]
        sure = [1.0 if row is None else float(row.max()) for row in shares]
        answers.append(tagged_answer(text, words.spans, tags, sure, head.labels, len(encoding.body)))
    return answers


def logits_at(logits: Floats | None, position: int) -> Floats:
    """[labels] of one token of [n, labels]."""
    found: Floats = [] if logits is None else logits[position]
    return found


def spaced_words(model: LoadedModel, text: str) -> tuple[Encoding, Words]:
    """Words and punctuation with a blank between them, as files with tagged words have them: "Berlin." -> "Berlin ." """
    spans = word_spans(text)
    encoding = model.encode(" ".join(text[start:end] for start, end in spans), whole=True)
    tokens: list[list[int]] = [[] for _ in spans]
    starts, place = [], 0
    for start, end in spans:
        starts.append(place)
        place += end - start + 1
    word = 0
    for i in encoding.body:
        while word + 1 < len(starts) and encoding.tokens[i].start >= starts[word + 1]:
            word += 1
        tokens[word].append(i)
    return encoding, Words(tuple(spans), tuple(map(tuple, tokens)))


def model_words(model: LoadedModel, text: str) -> tuple[Encoding, Words]:
    """The words as the tokenizer divides the text: a word is a token and those that continue it."""
    encoding = model.encode(text, whole=True)
    groups: list[list[int]] = []
    for i in encoding.body:
        if groups and encoding.tokens[i].continues_word:
            groups[-1].append(i)
        else:
            groups.append([i])
    spans = tuple((encoding.tokens[group[0]].start, encoding.tokens[group[-1]].end) for group in groups)
    return encoding, Words(spans, tuple(map(tuple, groups)))


def windowed(encoding: Encoding, words: Words, window: int, rows: list[Encoding]) -> list[tuple[int, int] | None]:
    """Add the windows of a text to the rows of a pass; for each word its row and the position of its first token there."""
    special = len(encoding) - len(encoding.body)
    before = encoding.body[0] if encoding.body else 0
    spans = windows([len(tokens) for tokens in words.tokens], window - special)
    owners = [most_central(word, spans, len(words.tokens)) for word in range(len(words.tokens))]
    places: list[tuple[int, int] | None] = [None] * len(words.tokens)
    for begin, end in spans:
        kept = [i for tokens in words.tokens[begin:end] for i in tokens][: window - special]
        for word in range(begin, end):
            if words.tokens[word] and owners[word] == (begin, end):
                places[word] = (len(rows), before + kept.index(words.tokens[word][0]))
        rows.append(encoding.keeping(kept))
    return places


def tagged_answer(
    text: str, spans: Sequence[tuple[int, int]], tags: Sequence[str], shares: Sequence[float], labels: Sequence[str], tokens: int = 0
) -> TextAnswer:
    """The words with their tags, and the entities that these make."""
    words = tuple(text[start:end] for start, end in spans)
    found = entity_spans(text, spans, tags, shares, labels)
    return TextAnswer(text, " ".join(tags), tuple(tags), tuple(shares), words, found, tokens, tokens)
