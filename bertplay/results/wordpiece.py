"""What the WordPiece lesson gives: the way of a text, a word's search, counts, a vocabulary, tokenizers compared, one trained."""

from dataclasses import dataclass

from bertplay.results.base import Piece


@dataclass(frozen=True, slots=True)
class TextWay:
    """A text on its way to ids, one stage after the other.

    dropped      so many characters of the text went when it was cleaned
    cleaned      control characters gone, every kind of space a plain one, Chinese characters each between spaces
    normalized   as the vocabulary is written: lower-cased and stripped of accents where the model does that
    words        cut at spaces and at punctuation
    pieces       with the characters of `text` that each covers
    lower_cases, strips_accents   what this model does to a text
    """

    model: str
    text: str
    dropped: int
    cleaned: str
    normalized: str
    words: tuple[str, ...]
    pieces: tuple[Piece, ...]
    unknown: str
    lower_cases: bool
    strips_accents: bool


@dataclass(frozen=True, slots=True)
class LookUp:
    """One question to the vocabulary: is `piece`, which stands for word[start:end], in it?"""

    piece: str
    start: int
    end: int
    is_found: bool


@dataclass(frozen=True, slots=True)
class WordSearch:
    """The greedy search for one word: every look-up in its order, and the pieces found.

    typed   as it was given; word: as the vocabulary is written
    cuts    where the word is cut, in characters of `word`; empty for one piece, and for an unknown word
    """

    model: str
    typed: str
    word: str
    look_ups: tuple[LookUp, ...]
    pieces: tuple[str, ...]
    cuts: tuple[int, ...]
    is_known: bool


@dataclass(frozen=True, slots=True)
class PieceCount:
    """A piece and how often the training text was cut to it; None when the model has no counts."""

    piece: str
    count: int | None
    is_in_vocabulary: bool


@dataclass(frozen=True, slots=True)
class WordCount:
    """A word in the training text.

    count   occurrences; None for a word too rare to be listed (see `listed_from`)
    rank    1 is the most frequent word; None when not listed
    """

    word: str
    count: int | None
    rank: int | None
    pieces: tuple[PieceCount, ...]


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Some words, how often the training text has them, and how often it has their pieces.

    total         listed words in the training text, each as often as it stands there, punctuation left out
    listed_from   the count of the rarest word that is listed: a word that is not stands at most so often
    """

    model: str
    words: tuple[WordCount, ...]
    total: int
    listed_from: int


@dataclass(frozen=True, slots=True)
class TableWord:
    """A word of a text: how often it stands there, its place in the word table (None: missing), its pieces."""

    word: str
    count: int
    rank: int | None
    pieces: tuple[str, ...]
    is_known: bool


@dataclass(frozen=True, slots=True)
class MissingWords:
    """A text read by a table of the most frequent words and by WordPiece.

    table_size       words of the table
    words            the different words of the text, missing ones first, then in the order of the text
    total, missing   running words; different words are counted by `words`
    unknown          running words that WordPiece cannot cut either
    vocabulary_size  pieces of the model, for comparison with `table_size`
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
    """The pieces that a search finds, in the order of their ids."""

    model: str
    query: str
    how: str
    pieces: tuple[str, ...]
    ids: tuple[int, ...]
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """So many pieces of a vocabulary are of one sort, with a few of them to look at."""

    name: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VocabularyMakeup:
    """What a vocabulary is made of. Every piece is in one of `kinds` and in one of `scripts`.

    lengths   (characters without ##, pieces that begin a word, pieces that continue one), special tokens left out
    """

    model: str
    size: int
    kinds: tuple[Share, ...]
    scripts: tuple[Share, ...]
    lengths: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class TokenizedSample:
    """One text cut by one model.

    words     what stands between spaces; 0 where the script writes none, as Chinese does
    unknown   so many of the pieces are the unknown one
    """

    model: str
    model_title: str
    sample: str
    characters: int
    words: int
    pieces: int
    unknown: int
    first_pieces: tuple[Piece, ...]

    @property
    def pieces_per_word(self) -> float:
        return self.pieces / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class TokenizerComparison:
    """The same texts through several tokenizers; `absent` are (model, reason) of those that could not be read."""

    samples: tuple[TokenizedSample, ...]
    absent: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """One step of a training: left + right -> piece.

    count           how often the pair stood in the text at that moment
    left_count, right_count   how often each of the two did
    score           what the rule gave the pair: the highest of that moment
    """

    left: str
    right: str
    piece: str
    count: int
    left_count: int
    right_count: int
    score: float


@dataclass(frozen=True, slots=True)
class TrainedVocabulary:
    """A vocabulary trained on a text: its characters, then a piece a merge.

    rule      how the pair to merge was chosen
    words     (word, how often) of the text, most frequent first
    """

    rule: str
    alphabet: tuple[str, ...]
    merges: tuple[Merge, ...]
    words: tuple[tuple[str, int], ...]

    def pieces(self, size: int) -> tuple[str, ...]:
        """The vocabulary at `size` pieces: a larger one begins with all of a smaller one."""
        return (*self.alphabet, *dict.fromkeys(merge.piece for merge in self.merges))[: max(size, len(self.alphabet))]


@dataclass(frozen=True, slots=True)
class CutTwice:
    """A word of the text cut by two vocabularies."""

    word: str
    count: int
    one: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingDifference:
    """Two trainings on one text, at the same size.

    step     the first merge, from 0, that differs; None when none does
    shared   pieces that both vocabularies have
    words    the words that are cut differently, most frequent first
    """

    size: int
    step: int | None
    shared: int
    words: tuple[CutTwice, ...]


@dataclass(frozen=True, slots=True)
class VocabularyGrowth:
    """How a vocabulary shortens its text: (size, pieces a word on average), for one rule."""

    rule: str
    points: tuple[tuple[int, float], ...]
