"""WordPiece, the cutting: the longest piece of the vocabulary that fits, again and again. All of it is `look_ups`.

It is greedy, not clever: it never takes a piece back, and it knows nothing of how words are built (Wu et al. 2016,
section 4.1; the code of Devlin et al. 2019). How a vocabulary comes about is told in wordpiece_training.py.
"""

from collections.abc import Container, Iterator

from bertplay.errors import BadInput
from bertplay.models.tokenizer_file import TokenizerFile
from bertplay.results.wordpiece import LookUp, WordSearch
from bertplay.tasks.wordpiece_text import words_of
from bertplay.wording import later, mark

UNKNOWN = "[UNK]"
CONTINUES = "##"
LONGEST_WORD = 100
"""Characters; BERT takes a longer word for unknown without looking."""


def look_ups(word: str, vocabulary: Container[str]) -> Iterator[LookUp]:
    """Every question asked of the vocabulary, in its order. A failed last one means that the word is unknown.

    unable in {un, ##able}: unable? unabl? unab? una? un! ##able!
    """
    start = 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = word[start:end] if start == 0 else CONTINUES + word[start:end]
            is_found = piece in vocabulary
            yield LookUp(piece, start, end, is_found)
            if is_found:
                break
        else:
            return
        start = end


def cut_word(word: str, vocabulary: Container[str]) -> list[str]:
    """The pieces of one word, as written in the vocabulary; [UNK] when some part of it is in no piece.

    cut_word("unable", {"un", "##able"}) -> ["un", "##able"]
    """
    if len(word) > LONGEST_WORD:
        return [UNKNOWN]
    end, pieces = 0, []
    for look_up in look_ups(word, vocabulary):
        if look_up.is_found:
            pieces.append(look_up.piece)
            end = look_up.end
    return pieces if end == len(word) else [UNKNOWN]


def search_word(tokenizer: TokenizerFile, word: str) -> WordSearch:
    """The whole search for one word, as the model's vocabulary is written: lower-cased first where the model does that.

    Raises BadInput unless the text is one word of at most 100 characters, MissingAbility for a model without WordPiece.
    """
    tokenizer.require_wordpiece()
    words = words_of(tokenizer, word)
    if len(words) != 1:
        problem = mark("This is more than one word for a model.") if words else mark("There is no word.")
        split = later(
            "It is split before the search begins: {words}. Type one word without spaces and punctuation.", words=" | ".join(words[:8])
        )
        raise BadInput(problem, value=word, remedy=split if words else mark("Type one word without spaces and punctuation."))
    [normalized] = words
    if len(normalized) > LONGEST_WORD:
        told = later("Use at most {most} characters: the model takes a longer word for unknown without looking.", most=LONGEST_WORD)
        raise BadInput(mark("The word is too long."), value=normalized, remedy=told)
    asked = tuple(look_ups(normalized, tokenizer.ids))
    pieces = cut_word(normalized, tokenizer.ids)
    is_known = bool(asked) and asked[-1].is_found
    cuts = tuple(look_up.start for look_up in asked if look_up.is_found and look_up.start) if is_known else ()
    return WordSearch(tokenizer.spec.id, word, normalized, asked, tuple(pieces), cuts, is_known)
