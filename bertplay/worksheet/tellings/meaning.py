"""Embeddings, the masking game, the claims and the comparison, told."""

from bertplay.results.claims import Claim, Stamp
from bertplay.results.compare import FalseWords, ItemScore, Likeness, Measured, OneWord, PairAnswer, Pieces
from bertplay.results.embeddings import FollowedWord, SenseSeparation, SentenceComparison, WordNeighbours
from bertplay.results.masked_word import MaskedWordGuesses
from bertplay.results.pretraining import Fate, MaskingGame
from bertplay.results.worksheet import Told
from bertplay.wording import later, mark
from bertplay.worksheet.tellings.base import Command, Telling
from bertplay.worksheet.tellings.masked_word import tell_guesses
from bertplay.worksheet.tellings.next_sentence import QUESTIONS
from bertplay.worksheet.words import MOST_ROWS, digits, share, short

FATES = {Fate.MASKED: later("masked"), Fate.RANDOM: later("random"), Fate.KEPT: later("kept")}
POOLINGS = {"mean": later("mean of all pieces"), "cls": "[CLS]", "max": later("maximum of all pieces")}
STAMPS = {
    Stamp.HOLDS: later("Holds"),
    Stamp.DOES_NOT_HOLD: later("Does not hold here"),
    Stamp.CANNOT_BE_TESTED: later("Cannot be tested with this model"),
    Stamp.NOT_RUN: later("Cannot be tested yet"),
}


def tell_near_words(found: WordNeighbours) -> Told:
    """The nearest words, beside what unrelated ones have."""
    nearest = found.nearest[:MOST_ROWS]
    rows = tuple((short(one.text), digits(one.cosine, ".2f"), digits(one.centred, ".2f")) for one in nearest)
    says = later(
        "Of {n:,} words “{word}” is nearest, with a cosine of {cosine:.2f}; unrelated words have {unrelated:.2f}.",
        n=found.searched,
        word=rows[0][0],
        cosine=nearest[0].cosine,
        unrelated=found.baseline.mean,
    )
    return Told(says, (mark("word"), mark("cosine"), mark("centred")), rows, (), nearest[0].cosine, mark("cosine of the nearest"))


def tell_sentences(found: SentenceComparison) -> Told:
    """The nearest sentences, beside what unrelated ones have."""
    nearest = found.nearest[:MOST_ROWS]
    rows = tuple((short(one.text), digits(one.cosine, ".2f"), digits(one.centred, ".2f")) for one in nearest)
    says = later(
        "Nearest to “{query}” is “{sentence}”, with a cosine of {cosine:.2f} ({centred:.2f} centred); unrelated sentences have "
        "{unrelated:.2f}. Layer {layer}, {pooling}.",
        query=short(found.query),
        sentence=rows[0][0],
        cosine=nearest[0].cosine,
        centred=nearest[0].centred,
        unrelated=found.baseline.mean,
        layer=found.layer,
        pooling=POOLINGS.get(found.pooling, found.pooling),
    )
    return Told(says, (mark("sentence"), mark("cosine"), mark("centred")), rows, (), nearest[0].cosine, mark("cosine of the nearest"))


def tell_senses(found: SenseSeparation) -> Told:
    """How well each layer tells the senses apart."""
    layers = found.layers[:: max(1, len(found.layers) // MOST_ROWS)]
    rows = tuple((str(one.layer), share(one.accuracy), digits(one.within, ".2f"), digits(one.across, ".2f")) for one in layers)
    best = next(one for one in found.layers if one.layer == found.best)
    says = later(
        "Layer {layer} tells the senses of “{word}” apart best: {share}, where the majority is {majority}.",
        layer=best.layer,
        word=short(found.word),
        share=share(best.accuracy),
        majority=share(found.majority),
    )
    columns = (mark("layer"), mark("told apart"), mark("cosine within"), mark("cosine across"))
    return Told(says, columns, rows, tuple(one.accuracy for one in layers), best.accuracy, mark("share told apart by the best layer"))


def tell_followed(found: FollowedWord) -> Told:
    """The word in the first sentence beside each other one, at the start and in the end."""
    first, last = found.cosines[0], found.cosines[-1]
    rows = tuple(
        (short(sentence), digits(start, ".2f"), digits(end, ".2f"))
        for sentence, start, end in zip(found.sentences[1:], first, last, strict=True)
    )
    says = later(
        "“{word}” in “{sentence}” beside the other sentences; any two words have a cosine of {unrelated:.2f} after layer {layer}.",
        word=short(found.word),
        sentence=short(found.sentences[0]),
        unrelated=found.baselines[-1].mean,
        layer=len(found.cosines) - 1,
    )
    columns = (mark("sentence"), mark("cosine at layer 0"), mark("cosine after the last layer"))
    return Told(says, columns, rows, (), last[-1], mark("the last of them"))


def tell_game(game: MaskingGame) -> Told:
    """Every chosen piece, what stood there and what was guessed."""
    chosen = game.chosen[:MOST_ROWS]
    rows = tuple((short(one.truth.text), FATES[one.fate], short(one.guess.word), share(one.probability)) for one in chosen)
    says = later(
        "{right} of {n} chosen pieces were guessed first; perplexity {perplexity:.1f}, seed {seed}.",
        right=game.right,
        n=len(game.chosen),
        perplexity=game.perplexity,
        seed=game.seed,
    )
    bars = tuple(one.probability for one in chosen)
    columns = (mark("piece"), mark("fate"), mark("its guess"), mark("probability of the piece"))
    return Told(says, columns, rows, bars, game.perplexity, mark("perplexity"))


def tell_claim(claim: Claim) -> Told:
    """The stamp, and the figure it follows from."""
    says = later("{stamp}: {figure}.", stamp=STAMPS[claim.stamp], figure=claim.figure)
    return Told(says, figure=float(claim.stamp is Stamp.HOLDS), figure_is=mark("1 when it holds"))


def tell_items(score: ItemScore) -> Told:
    """How often the answer was the first guess."""
    items = score.items[:MOST_ROWS]
    rows = tuple((short(one.item.text), short(one.item.answer), short(one.guess), str(one.rank or "–")) for one in items)
    says = later("In {share} of {n} sentences the answer is the first guess.", share=share(score.accuracy), n=len(score.items))
    columns = (mark("sentence"), mark("answer"), mark("its guess"), mark("rank"))
    return Told(says, columns, rows, (), score.accuracy, mark("share of first guesses"))


def tell_measured(measured: Measured) -> Told:
    """An answer of the comparison, and what it costs."""
    told, cost = tell_answer(measured), measured.cost
    says = later(
        "{says} {parameters:.1f} million parameters with heads, {megabytes:.1f} MB in {precision}, {milliseconds:,.1f} ms.",
        says=later(told.says),
        parameters=cost.parameters / 1e6,
        megabytes=cost.bytes / 1e6,
        precision=cost.precision,
        milliseconds=cost.milliseconds,
    )
    return Told(says, told.columns, told.rows, told.bars, told.figure, told.figure_is)


def tell_answer(measured: Measured) -> Told:
    """Each kind of answer in its own way."""
    match measured.answer:
        case MaskedWordGuesses() as guesses:
            return tell_guesses(guesses)
        case Pieces(text=_, pieces=pieces):
            says = later("{n} pieces: {pieces}.", n=len(pieces), pieces=short(" ".join(piece.text for piece in pieces), 300))
            return Told(says, figure=float(len(pieces)), figure_is=mark("pieces"))
        case PairAnswer(question=question, probability=yes):
            says = later("{question}: {share}.", question=QUESTIONS[question], share=share(yes))
            return Told(says, figure=yes, figure_is=mark("probability"))
        case Likeness(cosine=cosine, baseline=baseline):
            says = later("Cosine {cosine:.2f}; unrelated sentences have {unrelated:.2f}.", cosine=cosine, unrelated=baseline.mean)
            return Told(says, figure=cosine, figure_is=mark("cosine"))
        case OneWord(sentences=sentences, cosines=cosines):
            rows = tuple((short(text), digits(row[0], ".2f")) for text, row in zip(sentences, cosines, strict=True))[:MOST_ROWS]
            says = later("The word in each sentence beside the first.")
            return Told(says, (mark("sentence"), mark("cosine")), rows, (), cosines[0][-1], mark("the last of them"))
        case FalseWords(text=_, words=words):
            worst = max(words, key=lambda word: word.probability)
            rows = tuple((short(word.word), share(word.probability)) for word in words[:MOST_ROWS])
            bars = tuple(word.probability for word in words[:MOST_ROWS])
            says = later("“{word}” is the falsest word, with {share}.", word=short(worst.word), share=share(worst.probability))
            return Told(says, (mark("word"), mark("false")), rows, bars, worst.probability, mark("probability of the falsest word"))


COMPARE = "bertplay.tasks.compare"
TELLINGS = {
    "bertplay.tasks.word_table.nearest_words": Telling(
        mark("Words without context"),
        ("expression",),
        tell_near_words,
        lambda expression, *, top_k=10: Command("neighbours", (expression,), (("--top-k", top_k),)),
    ),
    "bertplay.tasks.embeddings.compare_sentences": Telling(mark("Sentences compared"), ("texts", "query", "unrelated"), tell_sentences),
    "bertplay.tasks.word_senses.separate_senses": Telling(
        mark("Which layer tells the senses apart"), ("asked",), tell_senses, None, {"asked": "bertplay.tasks.word_in_context.Asked"}
    ),
    "bertplay.tasks.followed_word.follow_word": Telling(
        mark("One word from layer to layer"),
        ("word", "sentences"),
        tell_followed,
        lambda word, sentences: Command("follow-word", (word, *sentences)),
    ),
    "bertplay.tasks.masking_game.play_masking": Telling(
        mark("The masking game"),
        ("text",),
        tell_game,
        lambda text, *, seed=0, rate=0.15: Command("masking-game", (text,), (("--seed", seed), ("--rate", rate))),
    ),
    "bertplay.tasks.claims.check_claim": Telling(mark("The book says"), ("claim", "samples"), tell_claim, is_typed=False),
    "bertplay.tasks.compare_items.score_items": Telling(
        mark("A list of sentences with answers"), ("items",), tell_items, None, {"items": "bertplay.results.compare.Item"}
    ),
    f"{COMPARE}.compare_words": Telling(mark("Compared: the masked word"), ("text",), tell_measured),
    f"{COMPARE}.compare_pieces": Telling(mark("Compared: the pieces"), ("text",), tell_measured),
    f"{COMPARE}.compare_pair": Telling(mark("Compared: two sentences"), ("first", "second"), tell_measured),
    f"{COMPARE}.compare_likeness": Telling(mark("Compared: how like"), ("first", "second"), tell_measured),
    f"{COMPARE}.compare_one_word": Telling(mark("Compared: one word"), ("word", "sentences"), tell_measured),
    f"{COMPARE}.compare_false_words": Telling(mark("Which word is false?"), ("text",), tell_measured),
}
