"""Embeddings, the masking game, the claims and the comparison, told."""

from bertplay.results.claims import Claim, Stamp
from bertplay.results.compare import FalseWords, ItemScore, Likeness, Measured, OneWord, PairAnswer, Pieces
from bertplay.results.embeddings import SenseSeparation, SentenceComparison, WordNeighbours
from bertplay.results.masked_word import MaskedWordGuesses
from bertplay.results.pretraining import MaskingGame
from bertplay.results.worksheet import Told
from bertplay.worksheet.tellings.base import Command, Telling
from bertplay.worksheet.tellings.masked_word import tell_guesses
from bertplay.worksheet.words import MOST_ROWS, share, short


def tell_near_words(found: WordNeighbours) -> Told:
    """The nearest words, beside what unrelated ones have."""
    nearest = found.nearest[:MOST_ROWS]
    rows = tuple((short(one.text), f"{one.cosine:.2f}", f"{one.centred:.2f}") for one in nearest)
    nearest_word = f"Of {found.searched:,} words “{rows[0][0]}” is nearest, with a cosine of {rows[0][1]}"
    says = f"{nearest_word}; unrelated words have {found.baseline.mean:.2f}."
    return Told(says, ("word", "cosine", "centred"), rows, (), nearest[0].cosine, "cosine of the nearest")


def tell_sentences(found: SentenceComparison) -> Told:
    """The nearest sentences, beside what unrelated ones have."""
    nearest = found.nearest[:MOST_ROWS]
    rows = tuple((short(one.text), f"{one.cosine:.2f}", f"{one.centred:.2f}") for one in nearest)
    says = (
        f"Nearest to “{short(found.query)}” is “{rows[0][0]}”, with a cosine of {rows[0][1]} ({rows[0][2]} centred); unrelated sentences "
        f"have {found.baseline.mean:.2f}. Layer {found.layer}, {found.pooling}."
    )
    return Told(says, ("sentence", "cosine", "centred"), rows, (), nearest[0].cosine, "cosine of the nearest")


def tell_senses(found: SenseSeparation) -> Told:
    """How well each layer tells the senses apart."""
    layers = found.layers[:: max(1, len(found.layers) // MOST_ROWS)]
    rows = tuple((str(one.layer), share(one.accuracy), f"{one.within:.2f}", f"{one.across:.2f}") for one in layers)
    best = next(one for one in found.layers if one.layer == found.best)
    apart = f"Layer {best.layer} tells the senses of “{short(found.word)}” apart best: {share(best.accuracy)}"
    says = f"{apart}, where the majority is {share(found.majority)}."
    columns = ("layer", "told apart", "cosine within", "cosine across")
    return Told(says, columns, rows, tuple(one.accuracy for one in layers), best.accuracy, "share told apart by the best layer")


def tell_game(game: MaskingGame) -> Told:
    """Every chosen piece, what stood there and what was guessed."""
    chosen = game.chosen[:MOST_ROWS]
    rows = tuple((short(one.truth.text), one.fate.value, short(one.guess.word), share(one.probability)) for one in chosen)
    says = f"{game.right} of {len(game.chosen)} chosen pieces were guessed first; perplexity {game.perplexity:.1f}, seed {game.seed}."
    bars = tuple(one.probability for one in chosen)
    return Told(says, ("piece", "fate", "its guess", "probability of the piece"), rows, bars, game.perplexity, "perplexity")


def tell_claim(claim: Claim) -> Told:
    """The stamp, and the figure it follows from."""
    return Told(f"{claim.stamp.value.capitalize()}: {claim.figure}.", figure=float(claim.stamp is Stamp.HOLDS), figure_is="1 when it holds")


def tell_items(score: ItemScore) -> Told:
    """How often the answer was the first guess."""
    items = score.items[:MOST_ROWS]
    rows = tuple((short(one.item.text), short(one.item.answer), short(one.guess), str(one.rank or "–")) for one in items)
    says = f"In {share(score.accuracy)} of {len(score.items)} sentences the answer is the first guess."
    return Told(says, ("sentence", "answer", "its guess", "rank"), rows, (), score.accuracy, "share of first guesses")


def tell_measured(measured: Measured) -> Told:
    """An answer of the comparison, and what it costs."""
    told, cost = tell_answer(measured), measured.cost
    costs = f"{cost.parameters / 1e6:.1f} million parameters, {cost.bytes / 1e6:.1f} MB in {cost.precision}, {cost.milliseconds:,.1f} ms"
    return Told(f"{told.says} {costs}.", told.columns, told.rows, told.bars, told.figure, told.figure_is)


def tell_answer(measured: Measured) -> Told:
    """Each kind of answer in its own way."""
    match measured.answer:
        case MaskedWordGuesses() as guesses:
            return tell_guesses(guesses)
        case Pieces(text=_, pieces=pieces):
            return Told(
                f"{len(pieces)} pieces: {short(' '.join(piece.text for piece in pieces), 300)}.",
                figure=float(len(pieces)),
                figure_is="pieces",
            )
        case PairAnswer(question=question, probability=yes):
            return Told(f"{question.capitalize()}: {share(yes)}.", figure=yes, figure_is="probability")
        case Likeness(cosine=cosine, baseline=baseline):
            return Told(f"Cosine {cosine:.2f}; unrelated sentences have {baseline.mean:.2f}.", figure=cosine, figure_is="cosine")
        case OneWord(sentences=sentences, cosines=cosines):
            rows = tuple((short(text), f"{row[0]:.2f}") for text, row in zip(sentences, cosines, strict=True))[:MOST_ROWS]
            return Told("The word in each sentence beside the first.", ("sentence", "cosine"), rows, (), cosines[0][-1], "the last of them")
        case FalseWords(text=_, words=words):
            worst = max(words, key=lambda word: word.probability)
            rows = tuple((short(word.word), share(word.probability)) for word in words[:MOST_ROWS])
            bars = tuple(word.probability for word in words[:MOST_ROWS])
            says = f"“{short(worst.word)}” is the falsest word, with {share(worst.probability)}."
            return Told(says, ("word", "false"), rows, bars, worst.probability, "probability of the falsest word")


COMPARE = "bertplay.tasks.compare"
TELLINGS = {
    "bertplay.tasks.word_table.nearest_words": Telling(
        "Words without context",
        ("expression",),
        tell_near_words,
        lambda expression, *, top_k=10: Command("neighbours", (expression,), (("--top-k", top_k),)),
    ),
    "bertplay.tasks.embeddings.compare_sentences": Telling("Sentences compared", ("texts", "query", "unrelated"), tell_sentences),
    "bertplay.tasks.word_senses.separate_senses": Telling(
        "Which layer tells the senses apart", ("asked",), tell_senses, None, {"asked": "bertplay.tasks.word_in_context.Asked"}
    ),
    "bertplay.tasks.masking_game.play_masking": Telling(
        "The masking game",
        ("text",),
        tell_game,
        lambda text, *, seed=0, rate=0.15: Command("masking-game", (text,), (("--seed", seed), ("--rate", rate))),
    ),
    "bertplay.tasks.claims.check_claim": Telling("The book says", ("claim", "samples"), tell_claim),
    "bertplay.tasks.compare_items.score_items": Telling(
        "A list of sentences with answers", ("items",), tell_items, None, {"items": "bertplay.results.compare.Item"}
    ),
    f"{COMPARE}.compare_words": Telling("Compared: the masked word", ("text",), tell_measured),
    f"{COMPARE}.compare_pieces": Telling("Compared: the pieces", ("text",), tell_measured),
    f"{COMPARE}.compare_pair": Telling("Compared: two sentences", ("first", "second"), tell_measured),
    f"{COMPARE}.compare_likeness": Telling("Compared: how like", ("first", "second"), tell_measured),
    f"{COMPARE}.compare_one_word": Telling("Compared: one word", ("word", "sentences"), tell_measured),
    f"{COMPARE}.compare_false_words": Telling("Which word is false?", ("text",), tell_measured),
}
