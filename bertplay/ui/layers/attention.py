"""Attention: one head as arcs over the sentence and as a matrix, and all heads at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.layers import MAP_ATTENTION, VIEW_ATTENTION
from bertplay.i18n import N_, _, lazy
from bertplay.models.catalog import find_model
from bertplay.models.spec import Ability
from bertplay.results import Token
from bertplay.results.attention import AttentionMaps, AttentionView
from bertplay.results.classroom import ModelAnswer
from bertplay.summaries.attention import (
    about_head,
    about_row,
    strongest,
    summarize_attention_maps,
    summarize_attention_view,
    title_of_view,
)
from bertplay.ui.components.attention_arcs import attention_arcs, picked_token
from bertplay.ui.kit.tab import Choice, GuessFirst, Tab, Toggle, Verdict, View, draw, draw_summary_table, explain, finish, link, say
from bertplay.ui.layers.sentence import draw_sentence

HIDE_SPECIAL = Toggle("hide_special", N_("Hide [CLS] and [SEP]"))
HEAD = Choice("head", N_("Head"), default="next", options={}, form="select", show=str, is_shared=True)
TOKEN = Choice("token", N_("Token"), options={}, form="select", show=str, is_shared=True)
NEXT, PREVIOUS, SPECIAL = "next", "previous", "special"
HOW = N_(
    "In every layer, each head computes for every token how much it takes from every other token: its attention weights, which sum to "
    "100%. Each arc, or each cell of the matrix, is one such weight. A row of the matrix is the token that attends, a column the token "
    "that it attends to. Hover over a token to see what it attends to, or click to pin it; click a thumbnail to see that head."
)
WARNING = N_(
    "**Attention is not an explanation** (Jain and Wallace 2019). The weights say where a head takes information from, not what it takes "
    "or what the model does with it. Much of the attention goes to [CLS] and [SEP]: a head puts it there when it has nothing to do."
)
ROLLOUT = N_(
    "**Rollout** follows attention down to the embeddings, as if half of each layer's output were passed on unchanged and half came from "
    "the mean of its heads (Abnar and Zuidema 2020)."
)
SPREAD = N_(
    "Entropy says over how many tokens a head spreads its attention: 0 bits for one, 3 bits for eight equally. The distance says how far "
    "away they are. Both are means over all tokens, including [CLS] and [SEP]."
)
PAPER = N_(
    "In bert-base-uncased, head 8-11 attends from a determiner to its noun in 94.3% of all cases, head 8-10 from an object to its verb in "
    "86.8% (Clark et al. 2019). No head was trained for that."
)


@dataclass(frozen=True, slots=True)
class AttentionInputs:
    """A sentence, whether [CLS] and [SEP] are shown, and how many layers the model has."""

    text: str
    special: bool
    layers: int

    def call(self, model: str) -> Call[AttentionMaps]:
        return MAP_ATTENTION(model, text=self.text)


def draw_inputs(view: View) -> AttentionInputs | None:
    """The sentence, and whether it is shown with [CLS] and [SEP]."""
    text = draw_sentence(view, {HEAD.name: HEAD.default, TOKEN.name: TOKEN.default, HIDE_SPECIAL.name: "0"})
    if text is None:
        return None
    with view.settings:
        return AttentionInputs(text, not HIDE_SPECIAL.draw(view), find_model(view.model).layers)


def show(view: View, inputs: AttentionInputs) -> None:
    """The chosen head, then all of them."""
    from bertplay.charts.attention import head_scatter
    from bertplay.tasks.attention import view_of

    maps = view.ask(inputs.call(view.model))
    all_heads = summarize_attention_maps(maps)
    first, second = st.columns(2, gap="medium")
    with first:
        layer, head = choose_head(view, maps)
    result = view_of(maps, layer, head, special=inputs.special)
    with second:
        row = choose_row(view, result)
    summary = summarize_attention_view(result)
    average = about_head(maps, layer, int(head)) if head.isdigit() else summary.sentence
    say(view, replace(summary, sentence=average if row is None else about_row(result, row)))
    st.session_state[view.key("places")] = result.places
    attention_arcs(result, row, lambda: take_picked(view))
    show_matrices(view, maps, result)
    st.subheader(_("All heads: how broadly and how far they attend"), anchor=False)
    draw(head_scatter(maps, layer, head), view.key("scatter"))
    with st.expander(_("All heads as a table"), icon=":material/table:"):
        draw_summary_table(all_heads, view.key("heads"))
    explain(replace(summary, details=(*summary.details, *all_heads.details)), WARNING, HOW, ROLLOUT, SPREAD, PAPER)
    named = {"text": inputs.text, "layer": layer, "head": head, "special": inputs.special}
    finish(view, VIEW_ATTENTION(view.model, **named), result)


def show_matrices(view: View, maps: AttentionMaps, result: AttentionView) -> None:
    """All heads as thumbnails, and the chosen one as a matrix beside them; both can be clicked."""
    from bertplay.charts.attention_heatmap import attention_heatmap, attention_overview

    chosen = (result.layer, int(result.head)) if result.head.isdigit() else None
    all_heads, one = st.columns(2, gap="medium")
    with all_heads:
        st.markdown(_("**All heads**"))
        key = view.key("overview")
        draw(attention_overview(maps, chosen), key, on_select=lambda: take_head(key), selection_mode="points")
    with one:
        title = _(title_of_view(result))
        st.markdown(f"**{title}**")
        matrix = view.key("matrix")
        draw(attention_heatmap(result), matrix, on_select=lambda: take_row(matrix, result.places), selection_mode="points")


def choose_head(view: View, maps: AttentionMaps, *, pooled: bool = True) -> tuple[int, str]:
    """Layer, from 1, and head: one that is found by what it attends to, one by its number; where `pooled`, also a mean or the rollout."""
    found = {NEXT: strongest(maps.to_next), PREVIOUS: strongest(maps.to_previous), SPECIAL: strongest(maps.on_special)}
    titles = {
        NEXT: N_("most attention to the next token: layer {layer}, head {head}"),
        PREVIOUS: N_("most attention to the previous token: layer {layer}, head {head}"),
        SPECIAL: N_("most attention to [CLS] and [SEP]: layer {layer}, head {head}"),
    }
    options = {name: _(titles[name], layer=layer, head=head) for name, (layer, head) in found.items()}
    layers, heads = maps.weights.shape[:2]
    for layer in range(1, layers + 1):
        options |= {f"{layer}.{head}": _("Layer {layer}, head {head}", layer=layer, head=head) for head in range(1, heads + 1)}
        if pooled:
            options[f"{layer}.mean"] = _("Layer {layer}, mean of its heads", layer=layer)
            options[f"{layer}.rollout"] = _("Rollout up to layer {layer}", layer=layer)
    chosen = replace(HEAD, options=options).draw(view)
    if chosen in found:
        return found[chosen][0], str(found[chosen][1])
    number, _unused, name = chosen.partition(".")
    return int(number), name


def choose_row(view: View, result: AttentionView) -> int | None:
    """The token whose attention is followed, as an index of what is shown; None: of all the strongest arcs."""
    chosen = replace(TOKEN, options={"": _("all tokens"), **named_tokens(result.places, result.tokens)}).draw(view)
    return result.places.index(int(chosen)) if chosen else None


def named_tokens(places: Sequence[int], tokens: Sequence[Token]) -> dict[str, str]:
    """Tokens to choose from, by their places in the text: {"3": "3  door"}"""
    return {str(place): f"{place}  {token.text}" for place, token in zip(places, tokens, strict=True)}


def take_head(key: str) -> None:
    """A click on a thumbnail."""
    points = st.session_state[key].selection.points
    if points:
        layer, head = points[0]["customdata"]
        link.fill_inputs({HEAD.name: f"{layer}.{head}"})


def take_row(key: str, places: tuple[int, ...]) -> None:
    """A click on a cell of the matrix follows the token of its row."""
    points = st.session_state[key].selection.points
    if points:
        link.fill_inputs({TOKEN.name: str(places[points[0]["customdata"][0]])})


def take_picked(view: View) -> None:
    """A click on a token of the sentence."""
    picked, places = picked_token(), st.session_state[view.key("places")]
    link.fill_inputs({TOKEN.name: "" if picked is None or picked >= len(places) else str(places[picked])})


def check_guess(view: View, inputs: AttentionInputs, guess: tuple[str, ...]) -> Verdict:
    """The layer whose heads give most attention to [CLS] and [SEP], on average."""
    means = view.ask(inputs.call(view.model)).on_special.mean(axis=1)
    most = int(means.argmax()) + 1
    said = N_("You: layer {reader}. It is layer {layer}, with {share:percent} of its attention on [CLS] and [SEP].")
    return Verdict(lazy(said, reader=guess[0], layer=most, share=float(means.max())))


def model_answers(view: View, inputs: AttentionInputs) -> list[ModelAnswer]:
    """The layer whose heads give most attention to [CLS] and [SEP], on average."""
    return [ModelAnswer(((str(int(view.ask(inputs.call(view.model)).on_special.mean(axis=1).argmax()) + 1), 1.0),))]


ATTENTION = Tab(
    "attention",
    N_("Attention"),
    draw_inputs,
    show,
    needs=Ability.ATTENTION,
    guess=GuessFirst(
        prompt=N_("Which layer attends most to [CLS] and [SEP]?"),
        about=lambda inputs: (inputs.text,) if inputs.layers else (),
        title=lambda inputs: inputs.text,
        choices=lambda inputs: {str(layer): lazy("layer {layer}", layer=layer) for layer in range(1, inputs.layers + 1)},
        is_number=True,
        model=model_answers,
        check=check_guess,
    ),
)
