"""Skip-gram with negative sampling (Mikolov et al. 2013): predict the neighbours of a word, one at a time.

A word has one vector, whatever its sentence. gensim does the training; here is what it reads.
"""

from collections.abc import Iterator, Sequence

from bertplay.pretraining.encoded import EncodedText

GOLDEN = (5**0.5 - 1) / 2
SENTENCES_AT_ONCE = 20
Sentence = list[str]


def sentences_of_words(
    texts: Sequence[EncodedText], continues: Sequence[bool], spelled: Sequence[str], first: int, budget: int
) -> Iterator[Sentence]:
    """Sentences as lists of whole words, from each domain in turn, until `budget` tokens are read.

    `spelled[id]` is the token without its "##". Portion n, from `first` on, starts n golden ratios into its text, which
    covers the text evenly however little of it is read.
    """
    read, portion = 0, first
    while read < budget:
        text = texts[portion % len(texts)]
        start = int(portion * GOLDEN % 1.0 * text.sentence_count)
        for index in range(start, min(start + SENTENCES_AT_ONCE, text.sentence_count)):
            ids = text.sentence(index)
            read += len(ids)
            yield words_of(ids.tolist(), continues, spelled)
        portion += 1


def words_of(ids: Sequence[int], continues: Sequence[bool], spelled: Sequence[str]) -> Sentence:
    """un ##able to -> ["unable", "to"]"""
    words: Sentence = []
    for i in ids:
        if continues[i] and words:
            words[-1] += spelled[i]
        else:
            words.append(spelled[i])
    return words
