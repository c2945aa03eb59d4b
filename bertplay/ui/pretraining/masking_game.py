"""Masking game: 15% of a text is chosen, most of it masked; the reader may predict the masked words before the model."""

from contextlib import nullcontext
from dataclasses import dataclass

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.pretraining import PLAY_MASKING_GAME
from bertplay.i18n import N_, _, joined, lazy
from bertplay.models.spec import Ability
from bertplay.results.classroom import ModelAnswer
from bertplay.results.pretraining import ChosenToken, MaskingGame, MaskingOutcome
from bertplay.summaries.pretraining import summarize_masking_game
from bertplay.ui.components.token_strip import Cell, Row, token_strip
from bertplay.ui.kit.tab import (
    MAX_WORD_CHARACTERS,
    GuessFirst,
    Lines,
    Number,
    Tab,
    Verdict,
    View,
    draw_summary_table,
    finish,
    is_guessing,
    say,
    wait_for_model,
)

TEXT = Lines(
    "text",
    N_("Your text"),
    default="The old man sat by the fire and read a letter from his daughter. She had gone to sea in the spring, and now she wrote "
    "that she would come home before the winter.",
)
SEED = Number("seed", N_("Seed"), low=0, high=9_999, form="box", width=110, help=N_("Another seed chooses other tokens."))
MAX_BOXES = 8
NO_GUESS = "–"
NOTES = {
    MaskingOutcome.MASKED: N_("replaced by [MASK]"),
    MaskingOutcome.RANDOM: N_("replaced by a random token"),
    MaskingOutcome.KEPT: N_("kept, but the model has to predict it all the same"),
}
HOW = N_(
    "15% of the tokens are chosen, as in BERT's pretraining. Of these, 80% are replaced by [MASK], 10% by a random token, and 10% are "
    "kept; the model has to predict every one of them. A model trained only on [MASK] would learn nothing about tokens it can see. In "
    "training, every epoch chooses new tokens; here the seed beside the text decides which."
)


@dataclass(frozen=True, slots=True)
class GameInputs:
    """The game, played: what is masked, and what the model predicts, which the reader is shown later."""

    call: Call[MaskingGame]
    game: MaskingGame

    @property
    def masked(self) -> list[ChosenToken]:
        """The first tokens that were masked: those that the reader predicts."""
        return [token for token in self.game.chosen if token.outcome is MaskingOutcome.MASKED][:MAX_BOXES]


def draw_inputs(view: View) -> GameInputs | None:
    """The text and the seed; what is masked depends on the tokens of the model, so it is asked at once."""
    text, seed = draw_text(view)
    if not text.strip():
        st.info(_("Type a text of your own: two or three sentences."), icon=":material/edit:")
        return None
    wait_for_model(view)
    call = PLAY_MASKING_GAME(view.model, text=text, seed=seed)
    return GameInputs(call, view.ask(call))


def draw_text(view: View) -> tuple[str, int]:
    """The text and the seed. The text contains the answers, so it is folded away while the reader guesses."""
    box, beside = st.columns([5, 1], vertical_alignment="bottom")
    with box, st.expander(_("Change the text"), icon=":material/edit:") if is_guessing(view) else nullcontext():
        text = TEXT.draw(view)
    with beside:
        return text, SEED.draw(view)


def show(view: View, inputs: GameInputs) -> None:
    """The text with the masking outcome of every chosen token, and the predictions."""
    summary = summarize_masking_game(inputs.game)
    say(view, summary)
    with st.container(border=True):
        token_strip([Row(revealed(inputs.game), form="flow"), Row(key_of_outcomes())], view.key("text_revealed"), picture="masking_game")
    draw_summary_table(summary, view.key("table"))
    finish(view, inputs.call, inputs.game, HOW)


def key_of_outcomes() -> list[Cell]:
    """What the colours mean."""
    return [Cell(_(title), outcome.value) for outcome, title in NOTES.items()]


def revealed(game: MaskingGame) -> list[Cell]:
    """The text that the model reads, each chosen token in the colour of its outcome, with the original token behind it."""
    cells, end = [], 0
    for token in game.chosen:
        truth = game.text[token.truth.start : token.truth.end]
        is_kept = token.outcome is MaskingOutcome.KEPT
        shown = Cell(truth if is_kept else token.shown, token.outcome.value, "" if is_kept else truth, _(NOTES[token.outcome]))
        cells += [Cell(game.text[end : token.truth.start]), shown]
        end = token.truth.end
    return [*cells, Cell(game.text[end:])]


def hidden(game: MaskingGame) -> list[Cell]:
    """The text that the model reads, its masks numbered. Nothing tells which of its words is a random one: that is part of the game."""
    cells, end, number = [], 0, 0
    for token in game.chosen:
        if token.outcome is MaskingOutcome.KEPT:
            continue
        cells.append(Cell(game.text[end : token.truth.start]))
        if token.outcome is MaskingOutcome.MASKED:
            number += 1
            cells.append(Cell(token.shown, "masked", str(number)))
        else:
            cells.append(Cell(token.shown))
        end = token.truth.end
    return [*cells, Cell(game.text[end:])]


def draw_guess(inputs: GameInputs, key: str) -> list[str]:
    """The text, and a box for each mask; some may stay empty."""
    token_strip([Row(hidden(inputs.game), form="flow")], f"{key}_text")
    words = []
    for number, (column, token) in enumerate(zip(st.columns(4) * 2, inputs.masked, strict=False), 1):
        label = _("Your guess for {number}", number=number)
        box = column.text_input(label, key=f"{key}_{inputs.game.seed}_{token.position}", max_chars=MAX_WORD_CHARACTERS)
        words.append(str(box).strip())
    return [word or NO_GUESS for word in words] if any(words) else words


def check_guess(_view: View, inputs: GameInputs, guess: tuple[str, ...]) -> Verdict:
    """Every word of the reader beside the model's, and how many of each are correct."""
    pairs = list(zip(inputs.masked, guess, strict=False))
    said = N_("Mask {number} is “{truth}”: you predicted “{guess}”, the model “{model}”.")
    listed = [
        lazy(said, number=number, truth=token.truth.text, guess=word, model=token.prediction.word)
        for number, (token, word) in enumerate(pairs, 1)
    ]
    values = {"reader": sum(is_right(*pair) for pair in pairs), "model": sum(token.rank == 1 for token, _word in pairs), "n": len(pairs)}
    return Verdict(joined([lazy("Of {n} masked tokens you predicted {reader} correctly, the model {model}.", **values), *listed]))


def model_answers(_view: View, inputs: GameInputs) -> list[ModelAnswer]:
    """The model's word for each mask, and the one that was there."""
    words = ((token.prediction, token.truth.text.removeprefix("##")) for token in inputs.masked)
    return [ModelAnswer(((found.word, found.probability),), truth) for found, truth in words]


def is_right(token: ChosenToken, word: str) -> bool:
    """Whether a word is the original token, ignoring case and the ## of a continuation."""
    return word.casefold() == token.truth.text.removeprefix("##").casefold()


MASKING_GAME = Tab(
    "masking_game",
    N_("Masking game"),
    draw_inputs,
    show,
    needs=Ability.MASKED_WORD,
    guess=GuessFirst(
        prompt=N_("Which words are masked?"),
        about=lambda inputs: (inputs.game.model, inputs.game.text, str(inputs.game.seed)) if inputs.masked else (),
        title=lambda inputs: "".join(f"{cell.text} ({cell.below})" if cell.below else cell.text for cell in hidden(inputs.game)),
        widget=draw_guess,
        boxes=lambda inputs: [lazy("Your guess for {number}", number=number) for number, _token in enumerate(inputs.masked, 1)],
        model=model_answers,
        check=check_guess,
    ),
)
