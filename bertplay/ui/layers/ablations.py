"""Ablations: a part of the model is removed or changed, and its predictions are shown beside those of the intact model."""

from dataclasses import replace
from typing import cast

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.layers import ABLATE
from bertplay.i18n import N_, _, lazy
from bertplay.models.catalog import find_model
from bertplay.models.spec import Ability, Family
from bertplay.results.ablations import Ablation, AblationEffect, AttentionDirection
from bertplay.results.classroom import ModelAnswer
from bertplay.ui.kit.tab import Choice, GuessFirst, Number, Tab, Toggle, Verdict, View, answer, draw, finish
from bertplay.ui.layers.sentence import draw_sentence

NO_POSITIONS = Toggle("no_positions", N_("No position embeddings"), default=True)
RANDOM_WEIGHTS = Toggle("random_weights", N_("Random weights"))
SHUFFLE = Number(
    "shuffle",
    N_("Shuffle the words"),
    low=0,
    high=20,
    help=N_("0 leaves them in order; every other number gives a different random order."),
)
CONTEXT = Choice(
    "context",
    N_("Each token attends to"),
    default="both",
    options={"both": N_("both sides"), "left": N_("itself and the left"), "right": N_("itself and the right")},
    form="select",
)
LAYER = Choice("layer", N_("Ablated layer"), default="0", options={}, form="select", show=str)
HEAD = Choice("head", N_("Of that layer"), default="0", options={}, form="select", show=str)
NOTHING = {"no_positions": "0", "random_weights": "0", "shuffle": "0", "context": "both", "layer": "0", "head": "0"}
"""The intact model, as a link writes it."""
HEAD_DIMENSIONS = 64
"""The dimensions of an attention head in every published BERT."""
TOP_K, MAX_MASKS, MAX_ROWS = 7, 3, 16
SAME, OTHER = "same", "other"
ANSWERS = {SAME: N_("the same word"), OTHER: N_("another word")}
NOT_BERT = N_("Only BERT models can be taken apart here, and this model is built differently. Choose a BERT in the sidebar.")
HOW = N_(
    "- **No position embeddings**: the vectors that say which position a token has are not added.\n"
    "- **Attends to**: every token attends only to itself and to one side, in every layer.\n"
    "- **Ablated layer**: the layer is skipped; **only a head**: its output is 0.\n"
    "- **Random weights**: the same architecture before any training.\n\n"
    "The model was never trained in such a state. What fails shows what it relies on, not what it could learn to do without."
)
TURNED = N_(
    "Each bar below is 1 − the cosine between the last vectors of a token in the intact and in the ablated model: 0 means that the "
    "vector keeps its direction, 1 that the two are orthogonal."
)


def draw_inputs(view: View) -> Call[AblationEffect] | None:
    """The sentence, and everything that can be ablated."""
    text = draw_sentence(view, NOTHING)
    spec = find_model(view.model)
    if spec.family is not Family.BERT:
        st.info(_(NOT_BERT), icon=":material/block:")
        return None
    layers = {"0": _("none"), **{str(i): _("layer {layer}", layer=i) for i in range(1, spec.layers + 1)}}
    heads = {"0": _("the whole layer"), **{str(i): _("only head {head}", head=i) for i in range(1, spec.hidden // HEAD_DIMENSIONS + 1)}}
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            positions, random = not NO_POSITIONS.draw(view), RANDOM_WEIGHTS.draw(view)
        first, second, third = st.columns(3, gap="medium")
        with first:
            context = CONTEXT.draw(view)
        with second:
            layer = int(replace(LAYER, options=layers).draw(view))
        with third:
            head = int(replace(HEAD, options=heads if layer else {"0": heads["0"]}).draw(view))
        shuffle = SHUFFLE.draw(view)
    ablated = (layer - 1 if layer else None, head - 1 if head else None)
    ablation = Ablation(positions, cast(AttentionDirection, context), *ablated, random=random, shuffle=shuffle or None)
    return None if text is None else ABLATE(view.model, text=text, ablation=ablation, top_k=TOP_K)


def show(view: View, call: Call[AblationEffect]) -> None:
    """Both predictions at each mask, and how far the vectors turn."""
    from bertplay.charts.ablations import ablation_bars

    if call.arguments["ablation"] == Ablation():
        st.info(_("Nothing is ablated: both sides show the intact model. Choose something above."), icon=":material/tune:")
    result = answer(view, call)
    if result.shown != result.tokens:
        st.text(_("The shuffled text: {text}", text=" ".join(token.text for token in result.shown)))
    show_predictions(view, result)
    st.subheader(_("How far the vectors turn"), anchor=False)
    with st.container(height=440 if len(result.tokens) > MAX_ROWS else "content", border=False):
        draw(ablation_bars(result), view.key("turned"))
    finish(view, call, result, HOW, TURNED)


def show_predictions(view: View, result: AblationEffect) -> None:
    """Each mask twice, side by side on one scale."""
    from bertplay.charts.ablations import predictions_side_by_side

    if not result.intact:
        st.caption(_("Write [MASK] in place of a word to compare predictions too."))
    titles = _("Intact"), _("Ablated")
    for number, (intact, ablated) in enumerate(zip(result.intact[:MAX_MASKS], result.ablated, strict=False), start=1):
        columns = zip(st.columns(2, gap="large"), titles, predictions_side_by_side(intact, ablated), strict=True)
        for side, (column, title, figure) in enumerate(columns):
            with column:
                name = _("{title}, mask {number}", title=title, number=number) if len(result.intact) > 1 else title
                st.markdown(f"**{name}**")
                draw(figure, view.key(f"bars_{number}_{side}"))
    if len(result.intact) > MAX_MASKS:
        st.caption(_("The first {shown} of {n:,} masks; the table has them all.", shown=MAX_MASKS, n=len(result.intact)))


def about(call: Call[AblationEffect]) -> tuple[str, ...]:
    """The sentence and the ablation, where there is something to guess."""
    text, ablation = call.arguments["text"], call.arguments["ablation"]
    return (text, repr(ablation)) if "[MASK]" in text and ablation != Ablation() else ()


def check_guess(view: View, call: Call[AblationEffect], guess: tuple[str, ...]) -> Verdict:
    """Whether the first prediction stays the same."""
    result = view.ask(call)
    word, other = result.intact[0].guesses[0].word, result.ablated[0].guesses[0].word
    said = N_("You: {reader}. Intact, the model predicts “{word}”; ablated, “{other}”.")
    return Verdict(lazy(said, reader=lazy(ANSWERS[guess[0]]), word=word, other=other))


def model_answers(view: View, call: Call[AblationEffect]) -> list[ModelAnswer]:
    """Whether the ablated model predicts the word of the intact one."""
    result = view.ask(call)
    is_same = result.intact[0].guesses[0].word == result.ablated[0].guesses[0].word
    return [ModelAnswer(((SAME if is_same else OTHER, 1.0),))]


ABLATIONS = Tab(
    "ablations",
    N_("Ablations"),
    draw_inputs,
    show,
    needs=Ability.ATTENTION,
    guess=GuessFirst(
        prompt=N_("Which word will the ablated model predict?"),
        about=about,
        title=lambda call: call.arguments["text"],
        choices=lambda _call: ANSWERS,
        model=model_answers,
        check=check_guess,
    ),
)
