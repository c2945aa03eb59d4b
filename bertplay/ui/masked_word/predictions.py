"""Predictions: for each mask the most probable words. The reader may guess them first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.masked_word import PREDICT_MASKED_WORDS, SCORE_CANDIDATES
from bertplay.i18n import N_, _, joined, lazy
from bertplay.models.spec import Ability
from bertplay.results import MaskedWordPredictions, MaskPredictions
from bertplay.results.classroom import ModelAnswer
from bertplay.ui.kit.tab import GuessFirst, Number, Tab, Verdict, View, answer, draw, finish
from bertplay.ui.masked_word.sentence import Sentence, draw_sentence, written

TOP_K = Number("top_k", N_("Predictions shown"), default=10, low=1, high=50)
MODEL_ANSWERS = 20
"""Beside a class's."""
MAX_MASKS = 6
"""Figures drawn at once, and words that are asked for; the table has all masks."""
HOW = N_(
    "BERT reads the words on both sides of each mask at once and gives every token of its vocabulary a probability. Nothing is looked "
    "up: the probabilities come only from the weights, and so from the text that the model was trained on."
)


@dataclass(frozen=True, slots=True)
class PredictionInputs:
    """The sentence, and how many predictions are shown."""

    sentence: Sentence
    top_k: int

    def call(self, model: str) -> Call[MaskedWordPredictions]:
        return PREDICT_MASKED_WORDS(model, text=self.sentence.masked, top_k=self.top_k, hidden=self.sentence.words)


def draw_inputs(view: View) -> PredictionInputs | None:
    """The sentence; below it how many predictions."""
    sentence = draw_sentence(view)
    if sentence is None:
        return None
    with view.settings:
        return PredictionInputs(sentence, TOP_K.draw(view))


def show(view: View, inputs: PredictionInputs) -> None:
    """One figure a mask: over the whole width, or two in a row on one scale."""
    from bertplay.charts.masked_word import class_bars

    call = inputs.call(view.model)
    result = answer(view, call)
    if len(result.masks) == 1:
        draw(class_bars(result.masks[0]), view.key("bars"))
    else:
        draw_several(view, result.masks)
    finish(view, call, result, HOW)


def draw_several(view: View, masks: Sequence[MaskPredictions]) -> None:
    """The first masks, two in a row."""
    from bertplay.charts.masked_word import class_bars

    for start in range(0, len(masks[:MAX_MASKS]), 2):
        for column, mask in zip(st.columns(2, gap="medium"), masks[start : min(start + 2, MAX_MASKS)], strict=False):
            with column:
                st.markdown(f"**{ordinal(mask.index)}**")
                draw(class_bars(mask), view.key(f"bars_{mask.index}"))
    if len(masks) > MAX_MASKS:
        st.caption(_("The first {shown} of {n:,} masks; the table has them all.", shown=MAX_MASKS, n=len(masks)))


def ordinal(index: int) -> str:
    """0 -> "Mask 1"."""
    return _("Mask {number}", number=index + 1)


def boxes(inputs: PredictionInputs) -> list[str]:
    """A box for each mask."""
    masks = min(inputs.sentence.masks, MAX_MASKS)
    if masks == 1:
        return [N_("Your word")]
    return [lazy("{mask}: your word", mask=lazy("Mask {number}", number=i + 1)) for i in range(masks)]


def model_answers(view: View, inputs: PredictionInputs) -> list[ModelAnswer]:
    """The model's words for each mask, and the one that was hidden."""
    call = replace(inputs, top_k=MODEL_ANSWERS).call(view.model)
    masks = zip(view.ask(call).masks[:MAX_MASKS], inputs.sentence.words, strict=False)
    return [ModelAnswer(tuple((one.word, one.probability) for one in mask.guesses), truth or "") for mask, truth in masks]


def check_guess(view: View, inputs: PredictionInputs, guess: tuple[str, ...]) -> Verdict:
    """Each word of the reader beside the model's; right is who found every masked word."""
    masks, behind = view.ask(inputs.call(view.model)).masks, inputs.sentence.words
    said: list[str] = []
    for i, word in enumerate(guess):
        score = view.ask(SCORE_CANDIDATES(view.model, text=inputs.sentence.masked, words=[word], mask_index=i)).words[0]
        values = {"word": word, "share": score.probability, "model": masks[i].guesses[0].word, "best": masks[i].guesses[0].probability}
        said.append(lazy("You: {word} ({share:percent}). The model: {model} ({best:percent}).", **values))
        if behind[i] is not None:
            said.append(lazy("The masked word: {word}.", word=behind[i]))
    sentence = joined(said)
    if any(word is None for word in behind[: len(guess)]):
        return Verdict(sentence)
    hidden = [str(word).casefold() for word in behind[: len(guess)]]
    model = [masks[i].guesses[0].word.casefold() for i in range(len(guess))]
    return Verdict(sentence, [word.casefold() for word in guess] == hidden, model == hidden)


PREDICTIONS = Tab(
    "predictions",
    N_("Predictions"),
    draw_inputs,
    show,
    needs=Ability.MASKED_WORD,
    guess=GuessFirst(
        prompt=N_("Which word is masked?"),
        about=lambda inputs: (inputs.sentence.text, written(inputs.sentence.hidden)) if inputs.sentence.masks else (),
        title=lambda inputs: inputs.sentence.masked,
        boxes=boxes,
        model=model_answers,
        check=check_guess,
    ),
)
