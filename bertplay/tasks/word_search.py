"""Find a word in texts, in its inflected forms too when that is wanted. No model is needed."""

import re
from functools import lru_cache

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy

MAX_WORD_CHARACTERS = 100
ENDINGS = ("", "s", "es", "'s", "’s", "ed", "d", "ing", "er", "ers", "est")
VOWELS = "aeiou"


def find_word(text: str, word: str, *, every: bool = False, inflections: bool = False) -> list[tuple[int, int]]:
    """Where a word occurs in a text, as (start, end) in characters; the first place alone unless `every`.

    find_word("Banks lend; a bank saves.", "bank") -> [(14, 18)]
    find_word("Banks lend; a bank saves.", "bank", inflections=True) -> [(0, 5)]
    """
    found = [match.span() for match in pattern(word, inflections).finditer(text)]
    return found if every else found[:1]


@lru_cache(maxsize=64)
def pattern(word: str, inflections: bool) -> re.Pattern[str]:
    """The word, whole, in any case. Raises BadInput for no word and for one of more than 100 characters."""
    word = word.strip()
    if not word:
        raise BadInput(N_("There is no word."), remedy=N_("Type the word to search for."))
    if len(word) > MAX_WORD_CHARACTERS:
        raise BadInput(
            N_("This word is too long."),
            value=word,
            remedy=lazy("Use at most {most} characters.", most=MAX_WORD_CHARACTERS),
        )
    forms = english_forms(word) if inflections else [word]
    alternatives = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def english_forms(word: str) -> set[str]:
    """A word with the regular endings of English, right or not: no dictionary is used.

    "bat" -> bat, bats, bat's, batted, batting, …; "city" -> city, cities, …; "mouse" -> never mice
    """
    forms = {word + ending for ending in ENDINGS}
    last, before = word[-1:].lower(), word[-2:-1].lower()
    if last == "y":
        forms |= {word[:-1] + ending for ending in ("ies", "ied", "ier", "iest")}
    if last == "e":
        forms |= {word[:-1] + "ing"}
    if last.isalpha() and last not in VOWELS and before and before in VOWELS:
        forms |= {word + last + ending for ending in ("ed", "ing", "er", "est")}
    return forms
