"""Layer by layer: what would be predicted at each position after every layer, and how far each vector moves."""

from dataclasses import dataclass, replace

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.layers import APPLY_LOGIT_LENS
from bertplay.i18n import N_, LazyString, _, lazy
from bertplay.models.catalog import find_model
from bertplay.models.spec import Ability
from bertplay.results.classroom import ModelAnswer
from bertplay.results.layers import LogitLens
from bertplay.summaries.layers import about_position, first_position, settled_after, summarize_logit_lens
from bertplay.ui.kit.tab import Choice, GuessFirst, Tab, Verdict, View, draw, draw_summary_table, finish, link, say
from bertplay.ui.layers.sentence import draw_sentence

TOP_K = 5
MAX_ROWS = 14
"""Tokens whose movement is shown at once; more are scrolled."""
TOKEN = Choice("token", N_("Token to follow"), options={}, form="select", show=str)
FIRST = N_("the first [MASK], otherwise the first token")
HOW = N_(
    "**Logit lens** (nostalgebraist 2020): after every layer, the vector at each position is given to the masked-word head, as if that "
    "layer were the last. The head was trained only on the last layer, so its predictions from earlier layers are a lens, not what the "
    "model “thinks” there. Each cell shows the most probable token; the darker, the more probable. Click a column to follow it."
)
NO_HEAD = N_(
    "There is no logit lens for this model, because it has no masked-word head. Fine-tuning for a task replaces that head, and encoders "
    "for sentence vectors are published without it. The page can still show how far the vectors move."
)
NO_LENS = N_(
    "There is no logit lens for XLNet: its head reads a second stream of vectors and cannot be applied after every layer. The page can "
    "still show how far the vectors move."
)
SUM = N_(
    "Each token starts as the sum of three vectors that are looked up in tables: one for the token, one for its position, one for its "
    "segment. The first {shown} of {width} dimensions are shown, the upper four rows on one scale."
)
MOVED = N_(
    "Each cell is the distance between a token's vectors before and after a layer. The last column, on a scale of its own, is the "
    "distance from the embeddings to the last layer."
)


@dataclass(frozen=True, slots=True)
class LensInputs:
    """A sentence, and how many layers the model has; 0 when that is not known yet."""

    text: str
    layers: int

    def call(self, model: str) -> Call[LogitLens]:
        return APPLY_LOGIT_LENS(model, text=self.text, top_k=TOP_K)


def draw_inputs(view: View) -> LensInputs | None:
    """The sentence."""
    text = draw_sentence(view)
    return None if text is None else LensInputs(text, find_model(view.model).layers)


def show(view: View, inputs: LensInputs) -> None:
    """The lens over the whole sentence, one token of it, and the distances."""
    from bertplay.charts.logit_lens import movement_cells

    call = inputs.call(view.model)
    result = view.ask(call)
    summary = summarize_logit_lens(result)
    show_position(view, result, show_lens(view, result))
    st.subheader(_("How far the vectors move"), anchor=False)
    with st.container(height=420 if len(result.tokens) > MAX_ROWS else "content", border=False):
        draw(movement_cells(result), view.key("movement"))
    with st.expander(_("All predictions and distances as a table"), icon=":material/table:"):
        draw_summary_table(summary, view.key("table"))
    finish(view, call, result, *how_it_is_read(result), MOVED)


def show_lens(view: View, result: LogitLens) -> int:
    """The sentence and the lens, or why there is none; below it the token that is followed, which is returned: its position."""
    from bertplay.charts.logit_lens_heatmap import logit_lens_heatmap

    summary, key, above = summarize_logit_lens(result), view.key("lens"), st.container()
    position = choose_position(view, result)
    with above:
        if result.layers:
            say(view, replace(summary, sentence=about_position(result, position)))
            draw(logit_lens_heatmap(result, position), key, on_select=lambda: take_position(key), selection_mode="points")
        else:
            say(view, summary)
            st.info(_(why_no_lens(view.model)), icon=":material/block:")
    return position


def why_no_lens(model: str) -> str:
    """The reason, which is another one for a model without the head."""
    return NO_LENS if find_model(model).can(Ability.MASKED_WORD) else NO_HEAD


def how_it_is_read(result: LogitLens) -> tuple[str, ...]:
    """How the lens is read; nothing where there is none."""
    return (HOW,) if result.layers else ()


def show_position(view: View, result: LogitLens, position: int) -> None:
    """The token that is followed: its predictions from layer to layer, and the embeddings that it starts from."""
    from bertplay.charts.logit_lens import embedding_strips, logit_lens_lines

    if result.layers:
        st.subheader(_("Predictions at position {position}", position=position), anchor=False)
        draw(logit_lens_lines(result, position), view.key("lines"))
    if result.embeddings is not None:
        st.subheader(_("Embeddings at position {position}", position=position), anchor=False)
        draw(embedding_strips(result.embeddings, position), view.key("embeddings"))
        st.caption(_(SUM, shown=result.embeddings.words.shape[1], width=result.embeddings.width))


def choose_position(view: View, result: LogitLens) -> int:
    """The token that is followed: the reader's, or the first mask."""
    named = {str(i): f"{i}  {token.text}" for i, token in enumerate(result.tokens)}
    chosen = replace(TOKEN, options={"": _(FIRST), **named}).draw(view)
    return int(chosen) if chosen else first_position(result)


def take_position(key: str) -> None:
    """A click on a cell follows its token."""
    points = st.session_state[key].selection.points
    if points:
        link.fill_inputs({TOKEN.name: str(points[0]["customdata"][1])})


def after(layer: int) -> str | LazyString:
    """After which layer: the embeddings, layer 3"""
    return lazy("layer {layer}", layer=layer) if layer else N_("the embeddings")


def check_guess(view: View, inputs: LensInputs, guess: tuple[str, ...]) -> Verdict:
    """The reader's layer beside the one from which on the final prediction comes first."""
    result = view.ask(inputs.call(view.model))
    if not result.layers:
        return Verdict(why_no_lens(view.model))
    position = first_position(result)
    settled, word = settled_after(result, position), result.layers[-1].predictions[position][0].word
    said = N_("You: after {reader}. “{word}” comes first after {settled}, and stays there.")
    return Verdict(lazy(said, reader=lazy(after(int(guess[0]))), word=word, settled=lazy(after(settled))))


def model_answers(view: View, inputs: LensInputs) -> list[ModelAnswer]:
    """The layer from which on the final prediction comes first."""
    result = view.ask(inputs.call(view.model))
    return [ModelAnswer(((str(settled_after(result, first_position(result))), 1.0),) if result.layers else ())]


LAYER_BY_LAYER = Tab(
    "layer_by_layer",
    N_("Layer by layer"),
    draw_inputs,
    show,
    needs=Ability.ATTENTION,
    guess=GuessFirst(
        prompt=N_("After which layer does the word that is finally predicted come first, and stay first?"),
        about=lambda inputs: (inputs.text,) if inputs.layers else (),
        title=lambda inputs: inputs.text,
        choices=lambda inputs: {str(layer): after(layer) for layer in range(inputs.layers + 1)},
        is_number=True,
        model=model_answers,
        check=check_guess,
    ),
)
