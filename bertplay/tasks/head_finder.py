"""Which head does what? All heads ranked by how much of their attention follows a pattern."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.results import Token, read_only
from bertplay.results.attention import HeadRanking
from bertplay.tasks.logit_lens import encode_whole

Targets = Mapping[int, set[int]]
"""A token that attends -> the tokens that the pattern says it attends to."""

MAX_TEXTS = 40
SEPARATORS = frozenset({"[SEP]", "</s>", "<sep>"})
PRONOUNS = frozenset({
    "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they", "them", "their", "theirs", "themselves",
})  # fmt: skip
NO_NAMES = PRONOUNS | frozenset({
    "a", "all", "although", "an", "and", "as", "at", "because", "before", "but", "by", "each", "every", "few", "for", "from", "how", "i",
    "if", "in", "many", "my", "no", "not", "of", "on", "one", "or", "our", "since", "so", "some", "than", "that", "the", "then", "there",
    "these", "this", "those", "though", "to", "we", "what", "when", "where", "which", "while", "who", "why", "with", "yes", "you", "your",
})  # fmt: skip
"""Words that begin a sentence with a capital and are no names."""


def find_heads(model: LoadedModel, texts: Sequence[str], *, pattern: str = "next", source: str = "", target: str = "") -> HeadRanking:
    """Rank all heads by the share of attention that goes where a pattern, one of PATTERNS, says.

    source, target   of the pattern "words": from each occurrence of one word to those of another

    find_heads(model, ["Anna was late because she had lost her key."], pattern="pronoun")

    Raises BadInput for more than 40 texts, for an unknown pattern, and where no token fits it.
    """
    check_inputs(texts, pattern)
    encodings = [encode_whole(model, text) for text in texts]
    outputs = model.forward(encodings, Wanted(attentions=True))
    found = PATTERNS[pattern] if pattern != WORDS else from_word_to_word(source, target)
    shares, evens, strongest = [], [], []
    for number, (text, encoding, output) in enumerate(zip(texts, encodings, outputs, strict=True)):
        for token, targets in found(text, encoding.tokens).items():
            assert output.attentions is not None  # noqa: S101  they are wanted
            to = sorted(targets)
            weights = output.attentions[:, :, token, to]  # [layers, heads, targets]
            shares.append(weights.sum(axis=-1))
            evens.append(len(to) / len(encoding))
            strongest.append((weights.max(axis=-1), [(number, token, place) for place in to], weights.argmax(axis=-1)))
    if not shares:
        raise BadInput(N_("No token of these sentences fits the pattern."), remedy=N_("Add a sentence in which the pattern occurs."))
    best = np.argmax([weight for weight, _, _ in strongest], axis=0)  # [layers, heads]
    places = [[strongest[i][1][int(strongest[i][2][layer, head])] for head, i in enumerate(row)] for layer, row in enumerate(best)]
    return HeadRanking(
        model=model.spec.id,
        texts=tuple(texts),
        pattern=pattern,
        source=source,
        target=target,
        tokens=tuple(encoding.tokens for encoding in encodings),
        share=read_only(np.mean(shares, axis=0)),
        even=float(np.mean(evens)),
        count=len(shares),
        strongest=read_only(np.array(places, dtype=np.int64)),
        strongest_weight=read_only(np.max([weight for weight, _, _ in strongest], axis=0)),
    )


def check_inputs(texts: Sequence[str], pattern: str) -> None:
    """Raise BadInput unless there are some texts, not too many, and the pattern is known."""
    if not 1 <= len(texts) <= MAX_TEXTS:
        remedy = lazy("Give {first} to {last}.", first=1, last=MAX_TEXTS)
        raise BadInput(N_("The number of sentences is out of range."), value=len(texts), remedy=remedy)
    if pattern not in PATTERNS:
        raise BadInput(N_("There is no such pattern."), value=pattern, remedy=lazy("Choose one of {names}.", names=", ".join(PATTERNS)))


def own(tokens: Sequence[Token]) -> list[int]:
    """The tokens of the text itself, [CLS] and [SEP] left out."""
    return [i for i, token in enumerate(tokens) if not token.is_special or token.start < token.end]


def neighbours(step: int) -> Callable[[str, Sequence[Token]], Targets]:
    """From each token to the one `step` places further."""

    def found(_text: str, tokens: Sequence[Token]) -> Targets:
        places = set(own(tokens))
        return {i: {i + step} for i in places if i + step in places}

    return found


def to_special(*, separator: bool) -> Callable[[str, Sequence[Token]], Targets]:
    """From each token to the separator, or to the other special tokens around the text."""

    def found(_text: str, tokens: Sequence[Token]) -> Targets:
        places = set(own(tokens))
        special = {i for i, token in enumerate(tokens) if i not in places and (token.text in SEPARATORS) == separator}
        return {i: special for i in places} if special else {}

    return found


def to_punctuation(_text: str, tokens: Sequence[Token]) -> Targets:
    """From each word to the punctuation marks."""
    marks = {i for i in own(tokens) if not any(letter.isalnum() for letter in tokens[i].text)}
    return {i: marks for i in own(tokens) if i not in marks} if marks else {}


def to_same_word(text: str, tokens: Sequence[Token]) -> Targets:
    """From a word to its other occurrences in the text."""
    words = {i: text[tokens[i].start : tokens[i].end].casefold() for i in own(tokens)}
    named = {i: word for i, word in words.items() if word.isalpha()}
    return {i: same for i, word in named.items() if (same := {j for j, other in named.items() if other == word and j != i})}


def to_first_part(_text: str, tokens: Sequence[Token]) -> Targets:
    """From a token that continues a word to the first token of that word."""
    starts: dict[int, set[int]] = {}
    first = 0
    for i in own(tokens):
        if tokens[i].continues_word:
            starts[i] = {first}
        else:
            first = i
    return starts


def from_pronoun(text: str, tokens: Sequence[Token]) -> Targets:
    """From a pronoun of the third person to the names before it: words with a capital that are no common first word of a sentence."""
    targets: dict[int, set[int]] = {}
    names: set[int] = set()
    is_name = False
    for i in own(tokens):
        word = text[tokens[i].start : tokens[i].end].strip()
        is_name = is_name if tokens[i].continues_word else word[:1].isupper() and word.casefold() not in NO_NAMES
        if is_name:
            names.add(i)
        elif word.casefold() in PRONOUNS and names:
            targets[i] = set(names)
    return targets


def from_word_to_word(source: str, target: str) -> Callable[[str, Sequence[Token]], Targets]:
    """From each occurrence of a word, its first token, to every occurrence of another."""

    def found(text: str, tokens: Sequence[Token]) -> Targets:
        words = {i: text[tokens[i].start :].lstrip().casefold() for i in own(tokens) if not tokens[i].continues_word}
        starts, ends = ({i for i, rest in words.items() if begins_with(rest, word)} for word in (source, target))
        return {i: ends - {i} for i in starts if ends - {i}}

    return found


def begins_with(text: str, word: str) -> bool:
    """Whether a text begins with this whole word."""
    wanted = word.strip().casefold()
    return bool(wanted) and text.startswith(wanted) and not text[len(wanted) : len(wanted) + 1].isalnum()


WORDS = "words"
PATTERNS: Mapping[str, Callable[[str, Sequence[Token]], Targets]] = {
    "pronoun": from_pronoun,
    "next": neighbours(1),
    "previous": neighbours(-1),
    "itself": neighbours(0),
    "repeated": to_same_word,
    "parts": to_first_part,
    "punctuation": to_punctuation,
    "cls": to_special(separator=False),
    "sep": to_special(separator=True),
    WORDS: from_word_to_word("", ""),
}
"""Where a head may attend to: pattern -> (text, tokens) -> who attends to whom."""
