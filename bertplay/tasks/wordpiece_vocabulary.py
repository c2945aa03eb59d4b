"""The vocabulary itself: search it, and see what it is made of."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.tokenizer_file import TokenizerFile
from bertplay.results.wordpiece import Share, VocabularyMakeup, VocabularyMatches
from bertplay.tasks.wordpiece_counts import token_counts
from bertplay.tasks.wordpiece_growth import CONTINUES

HOW = ("prefix", "contains", "continuation")
SPECIAL = N_("special and unused")
KINDS = {
    "letter": (N_("one letter"), N_("one letter inside a word")),
    "digit": (N_("one digit"), N_("one digit inside a word")),
    "sign": (N_("one sign"), N_("one sign inside a word")),
    "number": (N_("number"), N_("number inside a word")),
    "word": (N_("whole word or beginning"), N_("continuation of a word")),
}
"""Sorts of tokens: what they are called at the beginning of a word and inside one."""
SCRIPTS = (
    *(N_("Latin"), N_("Greek"), N_("Cyrillic"), N_("Armenian"), N_("Georgian"), N_("Hebrew"), N_("Arabic")),
    *(N_("Devanagari"), N_("Bengali"), N_("Gurmukhi"), N_("Gujarati"), N_("Tamil"), N_("Telugu"), N_("Kannada")),
    *(N_("Malayalam"), N_("Sinhala"), N_("Thai"), N_("Lao"), N_("Tibetan"), N_("Myanmar"), N_("Khmer"), N_("Ethiopic")),
    *(N_("Hangul"), N_("Hiragana"), N_("Katakana"), N_("Chinese characters"), N_("digits"), N_("signs")),
)
"""The scripts in the vocabularies of BERT, to be translated; a script beyond these keeps its English name."""
EXAMPLES = 12


def search_vocabulary(tokenizer: TokenizerFile, query: str, how: str = "prefix") -> VocabularyMatches:
    """The tokens that match, in the order of their ids.

    prefix         a word that begins so: "un" -> un, under, until; "##ly" finds the continuation too
    contains       anywhere: "ing" -> king, ##ing, singer
    continuation   a token inside a word that begins so: "ing" -> ##ing, ##ington
    """
    tokenizer.require_wordpiece()
    if how not in HOW:
        raise BadInput(N_("There is no such search."), value=how, remedy=lazy("Choose one of: {names}.", names=", ".join(HOW)))
    wanted = query.strip()
    if getattr(tokenizer.tokenizer.normalizer, "lowercase", False) and not wanted.startswith("["):
        wanted = wanted.lower()
    if how == "continuation":
        wanted = CONTINUES + wanted.removeprefix(CONTINUES)
    matches: Callable[[str], bool] = (lambda token: wanted in token) if how == "contains" else (lambda token: token.startswith(wanted))
    found = [(id_, token) for id_, token in enumerate(tokenizer.vocabulary) if token and matches(token)]
    counts = token_counts(tokenizer)
    return VocabularyMatches(
        model=tokenizer.spec.id,
        query=query,
        how=how,
        tokens=tuple(token for _, token in found),
        ids=tuple(id_ for id_, _ in found),
        counts=tuple(counts.get(token) for _, token in found),
    )


def describe_vocabulary(tokenizer: TokenizerFile) -> VocabularyMakeup:
    """What a WordPiece vocabulary is made of: sorts of tokens, scripts, lengths."""
    tokenizer.require_wordpiece()
    special = {*tokenizer.special, tokenizer.unknown}
    tokens = [token for token in tokenizer.vocabulary if token]
    plain = [token for token in tokens if token not in special and not is_unused(token)]
    begins = Counter(len(token) for token in plain if not continues(token))
    goes_on = Counter(len(bare(token)) for token in plain if continues(token))
    return VocabularyMakeup(
        model=tokenizer.spec.id,
        size=len(tokens),
        kinds=shares(tokens, lambda token: SPECIAL if token in special or is_unused(token) else kind_of(token)),
        scripts=shares(tokens, lambda token: SPECIAL if token in special or is_unused(token) else script_of(bare(token))),
        lengths=tuple((length, begins[length], goes_on[length]) for length in range(1, max({*begins, *goes_on}, default=0) + 1)),
    )


def shares(tokens: Iterable[str], sort: Callable[[str], str]) -> tuple[Share, ...]:
    """The tokens by their sort, the largest first, with examples spread over each."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for token in tokens:
        groups[sort(token)].append(token)
    by_size = sorted(groups.items(), key=lambda group: -len(group[1]))
    return tuple(Share(name, len(group), tuple(group[:: -(-len(group) // EXAMPLES)])) for name, group in by_size)


def continues(token: str) -> bool:
    return token.startswith(CONTINUES) and len(token) > len(CONTINUES)


def bare(token: str) -> str:
    """##ly -> ly; ## itself, were it a token, stays."""
    return token[len(CONTINUES) :] if continues(token) else token


def is_unused(token: str) -> bool:
    """BERT reserves ids for words added later: [unused0] to [unused993]."""
    return token.startswith("[unused") and token.endswith("]")


def kind_of(token: str) -> str:
    """One of KINDS; a character alone goes before a number, and a number before a word."""
    text = bare(token)
    if len(text) == 1:
        sort = "letter" if text.isalpha() else "digit" if text.isdigit() else "sign"
    else:
        sort = "number" if text.isdigit() else "word"
    begins, goes_on = KINDS[sort]
    return goes_on if continues(token) else begins


def script_of(text: str) -> str:
    """The script of the first letter, from the name Unicode gives it: "LATIN SMALL LETTER A" -> Latin."""
    letter = next((character for character in unicodedata.normalize("NFKC", text) if character.isalpha()), None)
    if letter is None:
        return "digits" if any(character.isdigit() for character in text) else "signs"
    name = unicodedata.name(letter, "unknown").split()[0].split("-")[0]
    return {"CJK": "Chinese characters", "MODIFIER": "signs"}.get(name, name.capitalize())
