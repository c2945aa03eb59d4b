"""The vocabulary itself: search it, and see what it is made of."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from bertplay.errors import BadInput
from bertplay.models.tokenizer_file import TokenizerFile
from bertplay.results.wordpiece import Share, VocabularyMakeup, VocabularyMatches
from bertplay.tasks.wordpiece import CONTINUES
from bertplay.tasks.wordpiece_counts import piece_counts
from bertplay.wording import later, mark

HOW = ("prefix", "contains", "continuation")
SPECIAL = mark("special and unused")
KINDS = {
    "letter": (mark("one letter"), mark("one letter inside a word")),
    "digit": (mark("one digit"), mark("one digit inside a word")),
    "sign": (mark("one sign"), mark("one sign inside a word")),
    "number": (mark("number"), mark("number inside a word")),
    "word": (mark("whole word or beginning"), mark("continuation of a word")),
}
"""Sorts of pieces: what they are called at the beginning of a word and inside one."""
SCRIPTS = (
    *(mark("Latin"), mark("Greek"), mark("Cyrillic"), mark("Armenian"), mark("Georgian"), mark("Hebrew"), mark("Arabic")),
    *(mark("Devanagari"), mark("Bengali"), mark("Gurmukhi"), mark("Gujarati"), mark("Tamil"), mark("Telugu"), mark("Kannada")),
    *(mark("Malayalam"), mark("Sinhala"), mark("Thai"), mark("Lao"), mark("Tibetan"), mark("Myanmar"), mark("Khmer"), mark("Ethiopic")),
    *(mark("Hangul"), mark("Hiragana"), mark("Katakana"), mark("Chinese characters"), mark("digits"), mark("signs")),
)
"""What `script_of` says of the vocabularies of BERT, to be told; a script beyond these keeps its English name."""
EXAMPLES = 12


def search_vocabulary(tokenizer: TokenizerFile, query: str, how: str = "prefix") -> VocabularyMatches:
    """The pieces that match, in the order of their ids.

    prefix         a word that begins so: "un" -> un, under, until; "##ly" finds the continuation too
    contains       anywhere: "ing" -> king, ##ing, singer
    continuation   a piece inside a word that begins so: "ing" -> ##ing, ##ington
    """
    tokenizer.require_wordpiece()
    if how not in HOW:
        raise BadInput(mark("There is no such search."), value=how, remedy=later("Choose one of: {names}.", names=", ".join(HOW)))
    asked = query.strip()
    for_pieces = asked.lower() if getattr(tokenizer.tokenizer.normalizer, "lowercase", False) and not asked.startswith("[") else asked
    if how == "continuation":
        for_pieces = CONTINUES + for_pieces.removeprefix(CONTINUES)
    matches: Callable[[str], bool] = (
        (lambda piece: for_pieces in piece) if how == "contains" else (lambda piece: piece.startswith(for_pieces))
    )
    found = [(id_, piece) for id_, piece in enumerate(tokenizer.vocabulary) if piece and matches(piece)]
    counts = piece_counts(tokenizer)
    return VocabularyMatches(
        model=tokenizer.spec.id,
        query=query,
        how=how,
        pieces=tuple(piece for _, piece in found),
        ids=tuple(id_ for id_, _ in found),
        counts=tuple(counts.get(piece) for _, piece in found),
    )


def describe_vocabulary(tokenizer: TokenizerFile) -> VocabularyMakeup:
    """What a WordPiece vocabulary is made of: sorts of pieces, scripts, lengths."""
    tokenizer.require_wordpiece()
    special = {*tokenizer.special, tokenizer.unknown}
    pieces = [piece for piece in tokenizer.vocabulary if piece]
    plain = [piece for piece in pieces if piece not in special and not is_unused(piece)]
    begins = Counter(len(piece) for piece in plain if not continues(piece))
    goes_on = Counter(len(bare(piece)) for piece in plain if continues(piece))
    return VocabularyMakeup(
        model=tokenizer.spec.id,
        size=len(pieces),
        kinds=shares(pieces, lambda piece: SPECIAL if piece in special or is_unused(piece) else kind_of(piece)),
        scripts=shares(pieces, lambda piece: SPECIAL if piece in special or is_unused(piece) else script_of(bare(piece))),
        lengths=tuple((length, begins[length], goes_on[length]) for length in range(1, max({*begins, *goes_on}, default=0) + 1)),
    )


def shares(pieces: Iterable[str], sort: Callable[[str], str]) -> tuple[Share, ...]:
    """The pieces by their sort, the largest first, with examples spread over each."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for piece in pieces:
        groups[sort(piece)].append(piece)
    by_size = sorted(groups.items(), key=lambda group: -len(group[1]))
    return tuple(Share(name, len(group), tuple(group[:: -(-len(group) // EXAMPLES)])) for name, group in by_size)


def continues(piece: str) -> bool:
    return piece.startswith(CONTINUES) and len(piece) > len(CONTINUES)


def bare(piece: str) -> str:
    """##ly -> ly; ## itself, were it a piece, stays."""
    return piece[len(CONTINUES) :] if continues(piece) else piece


def is_unused(piece: str) -> bool:
    """BERT keeps places free for whoever wants to add a word: [unused0] to [unused993]."""
    return piece.startswith("[unused") and piece.endswith("]")


def kind_of(piece: str) -> str:
    """One of KINDS; a character alone goes before a number, and a number before a word."""
    text = bare(piece)
    if len(text) == 1:
        sort = "letter" if text.isalpha() else "digit" if text.isdigit() else "sign"
    else:
        sort = "number" if text.isdigit() else "word"
    begins, goes_on = KINDS[sort]
    return goes_on if continues(piece) else begins


def script_of(text: str) -> str:
    """The script of the first letter, from the name Unicode gives it: "LATIN SMALL LETTER A" -> Latin."""
    letter = next((character for character in unicodedata.normalize("NFKC", text) if character.isalpha()), None)
    if letter is None:
        return "digits" if any(character.isdigit() for character in text) else "signs"
    name = unicodedata.name(letter, "unknown").split()[0].split("-")[0]
    return {"CJK": "Chinese characters", "MODIFIER": "signs"}.get(name, name.capitalize())
