"""Tokenization: its steps, the search for one word, counts, vocabularies, tokenizers compared, a tokenizer trained."""

from dataclasses import dataclass

from bertplay.results.base import Token


@dataclass(frozen=True, slots=True)
class TokenizationSteps:
    """From text to tokens, step by step.

    dropped      characters that cleaning removed
    cleaned      control characters gone, every kind of space a plain one, Chinese characters each between spaces
    normalized   lower-cased and stripped of accents where the model does that
    words        split at spaces and at punctuation
    tokens       with the characters of `text` that each covers
    unknown      the token for what the vocabulary cannot write; "" where there is none
    is_wordpiece                  whether the tokens are found by WordPiece
    lower_cases, strips_accents   what this model does to a text
    """

    model: str
    text: str
    dropped: int
    cleaned: str
    normalized: str
    words: tuple[str, ...]
    tokens: tuple[Token, ...]
    unknown: str
    is_wordpiece: bool
    lower_cases: bool
    strips_accents: bool


@dataclass(frozen=True, slots=True)
class LookUp:
    """One look-up in the vocabulary: is `token`, which covers word[start:end], in it?"""

    token: str
    start: int
    end: int
    is_found: bool


@dataclass(frozen=True, slots=True)
class WordSearch:
    """The greedy search for one word: all look-ups in order, and the tokens found.

    typed   as it was given; word: as the vocabulary is written
    cuts    the token boundaries, in characters of `word`; empty for one token, and for an unknown word
    """

    model: str
    typed: str
    word: str
    look_ups: tuple[LookUp, ...]
    tokens: tuple[str, ...]
    cuts: tuple[int, ...]
    is_known: bool


@dataclass(frozen=True, slots=True)
class TokenCount:
    """A token and how often the training text was tokenized to it; None when the model has no counts."""

    token: str
    count: int | None


@dataclass(frozen=True, slots=True)
class WordCount:
    """A word in the training text.

    count   occurrences; None for a word too rare to be listed (see `listed_from`)
    rank    1 is the most frequent word; None when not listed
    """

    word: str
    count: int | None
    rank: int | None
    tokens: tuple[TokenCount, ...]


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Some words, how often the training text has them, and how often it has their tokens.

    total         listed words in the training text, each as often as it occurs there, punctuation left out
    listed_from   the count of the rarest word that is listed: any other word occurs at most so often
    """

    model: str
    words: tuple[WordCount, ...]
    total: int
    listed_from: int


@dataclass(frozen=True, slots=True)
class TableWord:
    """A word of a text: how often it occurs there, its place in the word table (None: missing), its tokens."""

    word: str
    count: int
    rank: int | None
    tokens: tuple[str, ...]
    is_known: bool


@dataclass(frozen=True, slots=True)
class MissingWords:
    """A text read by a table of the most frequent words and by WordPiece.

    table_size       words of the table
    words            the different words of the text, missing ones first, then in the order of the text
    total, missing   running words; different words are counted by `words`
    unknown          running words that WordPiece cannot tokenize either
    vocabulary_size  tokens of the model, for comparison with `table_size`
    """

    model: str
    table_size: int
    words: tuple[TableWord, ...]
    total: int
    missing: int
    unknown: int
    vocabulary_size: int


@dataclass(frozen=True, slots=True)
class VocabularyMatches:
    """The tokens that a search finds, in the order of their ids."""

    model: str
    query: str
    how: str
    tokens: tuple[str, ...]
    ids: tuple[int, ...]
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """The tokens of a vocabulary that are of one kind: how many, and a few examples."""

    name: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VocabularyMakeup:
    """What a vocabulary is made of. Every token is in one of `kinds` and in one of `scripts`.

    lengths   (characters without ##, tokens that begin a word, tokens that continue one), special tokens left out
    """

    model: str
    size: int
    kinds: tuple[Share, ...]
    scripts: tuple[Share, ...]
    lengths: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class TokenizedSample:
    """One text tokenized by one model.

    words     what is between spaces; 0 where the script writes none, as Chinese does
    unknown   so many of the tokens are the unknown one, `unknown_token`
    is_split  whether a rare word becomes several tokens; False of word2vec, to which it is unknown as a whole
    """

    model: str
    model_title: str
    sample: str
    characters: int
    words: int
    tokens: int
    unknown: int
    unknown_token: str
    first_tokens: tuple[Token, ...]
    is_split: bool = True

    @property
    def tokens_per_word(self) -> float:
        return self.tokens / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class TokenizerComparison:
    """The same texts through several tokenizers; `absent` are (model, reason) of those that could not be read."""

    samples: tuple[TokenizedSample, ...]
    absent: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """One step of a training: left + right -> token.

    count           how often the pair occurred in the text at that step
    left_count, right_count   how often each of the two did
    score           the score of the pair under the rule: the highest at that step
    """

    left: str
    right: str
    token: str
    count: int
    left_count: int
    right_count: int
    score: float


@dataclass(frozen=True, slots=True)
class TrainedVocabulary:
    """A vocabulary trained on a text: its characters, then one token per merge.

    rule      how the pair to merge was chosen
    words     (word, how often) of the text, most frequent first
    growth    (size, mean tokens per word of the text), from the characters alone to the whole vocabulary
    """

    rule: str
    alphabet: tuple[str, ...]
    merges: tuple[Merge, ...]
    words: tuple[tuple[str, int], ...]
    growth: tuple[tuple[int, float], ...]

    def tokens(self, size: int) -> tuple[str, ...]:
        """The vocabulary at `size` tokens: a larger one begins with all of a smaller one."""
        return (*self.alphabet, *dict.fromkeys(merge.token for merge in self.merges))[: max(size, len(self.alphabet))]


@dataclass(frozen=True, slots=True)
class TokenizedTwice:
    """A word of the text tokenized by two vocabularies."""

    word: str
    count: int
    one: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingDifference:
    """Two trainings on one text, at the same size.

    step     the first merge, from 0, that differs; None when none does
    shared   tokens that both vocabularies have
    words    the words that are tokenized differently, most frequent first
    """

    size: int
    step: int | None
    shared: int
    words: tuple[TokenizedTwice, ...]
