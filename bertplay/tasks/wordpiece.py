"""WordPiece tokenization: the longest matching token of the vocabulary, again and again. All of it is `look_ups`.

It is greedy, not clever: it never takes a token back, and it knows nothing of morphology (Wu et al. 2016,
section 4.1; the code of Devlin et al. 2019). How a vocabulary comes about is in wordpiece_training.py.
"""

from collections.abc import Container, Iterator

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.tokenizer_file import TokenizerFile
from bertplay.results.wordpiece import LookUp, WordSearch
from bertplay.tasks.tokenization_steps import words_of
from bertplay.tasks.wordpiece_growth import CONTINUES, LONGEST_WORD

UNKNOWN = "[UNK]"


def look_ups(word: str, vocabulary: Container[str], longest: int = LONGEST_WORD) -> Iterator[LookUp]:
    """Every look-up in the vocabulary, in order, of at most `longest` characters. If the last one failed, the word is unknown.

    unable in {un, ##able}: unable? unabl? unab? una? un! ##able!
    """
    start = 0
    while start < len(word):
        for end in range(min(len(word), start + longest), start, -1):
            token = word[start:end] if start == 0 else CONTINUES + word[start:end]
            is_found = token in vocabulary
            yield LookUp(token, start, end, is_found)
            if is_found:
                break
        else:
            return
        start = end


def tokenize_word(word: str, vocabulary: Container[str], longest: int = LONGEST_WORD) -> list[str]:
    """The tokens of one word, as written in the vocabulary; [UNK] when some part of it is in no token.

    longest   characters of the longest token, computed once for many words

    tokenize_word("unable", {"un", "##able"}) -> ["un", "##able"]
    """
    if len(word) > LONGEST_WORD:
        return [UNKNOWN]
    end, tokens = 0, []
    for look_up in look_ups(word, vocabulary, longest):
        if look_up.is_found:
            tokens.append(look_up.token)
            end = look_up.end
    return tokens if end == len(word) else [UNKNOWN]


def search_word(tokenizer: TokenizerFile, word: str) -> WordSearch:
    """The whole search for one word, as the model's vocabulary is written: lower-cased first where the model does that.

    Raises BadInput unless the text is one word of at most 100 characters, MissingAbility for a model without WordPiece.
    """
    tokenizer.require_wordpiece()
    words = words_of(tokenizer, word)
    if len(words) != 1:
        problem = N_("This is more than one word for a model.") if words else N_("There is no word.")
        split = lazy(
            "It is split before the search begins: {words}. Type one word without spaces and punctuation.", words=" | ".join(words[:8])
        )
        raise BadInput(problem, value=word, remedy=split if words else N_("Type one word without spaces and punctuation."))
    [normalized] = words
    if len(normalized) > LONGEST_WORD:
        remedy = lazy("Use at most {most} characters: the tokenizer treats every longer word as unknown.", most=LONGEST_WORD)
        raise BadInput(N_("The word is too long."), value=normalized, remedy=remedy)
    asked = tuple(look_ups(normalized, tokenizer.ids))
    tokens = tokenize_word(normalized, tokenizer.ids)
    is_known = bool(asked) and asked[-1].is_found
    cuts = tuple(look_up.start for look_up in asked if look_up.is_found and look_up.start) if is_known else ()
    return WordSearch(tokenizer.spec.id, word, normalized, asked, tuple(tokens), cuts, is_known)
