"""Switches: turn a part of the model off and see the answer beside that of the model as it is."""

from typing import Any, cast

import streamlit as st

from bertplay.charts.switches import guesses_beside, turned_bars
from bertplay.results import MaskGuesses
from bertplay.results.layers import Looks, SwitchedAnswer, Switches
from bertplay.ui import state
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.layers.asked import Asked
from bertplay.ui.parts.layers.gate import is_answered, say_who_was_right
from bertplay.ui.parts.layers.wording import about_cut
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import english, mark, percent, t, t_as

TOP_K = 7
MOST_MASKS, MOST_ROWS = 3, 16
SAME, OTHER = mark("the same"), mark("another")
SIDES = mark("As it is"), mark("With the switches")
LOOKS = {"both": mark("Both sides"), "left": mark("Left only"), "right": mark("Right only")}
TURNED = mark(
    "How far the last vector of each piece turned: 1 less the cosine between the vector of the model as it is and that with the switches. "
    "0: nothing changed."
)
MEANING = mark(
    "No positions: the vectors that say which place a piece has are not added. Left or right only: a piece sees itself and that side. "
    "A silent head brings zeros, a silent layer hands on what it got. Random weights: the same shape before any training. The model was "
    "never trained in any of these states; what fails shows what it relies on, not what it could learn to do without."
)


def show_switches(asked: Asked) -> None:
    """The switches, both answers, and how far the vectors turned."""
    from bertplay.tasks.switches import flip_switches

    switches = ask_switches(asked.model)
    if switches is None:
        return
    answer = get_backend().call(asked.model, flip_switches, asked.text, switches, top_k=TOP_K)
    if answer.cut:
        st.text(about_cut(answer.cut))
    about = (asked, switches)
    if answer.intact and switches != Switches():
        if not is_answered(mark("Will its first guess stay the same?"), (SAME, OTHER), about):
            return
        say_who_was_right(SAME if best_word(answer.intact) == best_word(answer.switched) else OTHER, about)
    show_answers(answer)
    st.markdown(t("**How far the vectors turn**"))
    with st.container(height=440 if len(answer.pieces) > MOST_ROWS else "content", border=False):
        draw(turned_bars(answer), key="turned_bars")
    st.caption(t(TURNED))
    st.caption(t(MEANING))
    download_table("switches", lambda: table_of(answer))
    show_program(task_program(asked.model, "bertplay.tasks.switches", "flip_switches", asked.text, switches, top_k=TOP_K))


def ask_switches(model: str) -> Switches | None:
    """All switches in two rows; what they say together. Greyed, with the reason, for a model that is not taken apart: None."""
    from bertplay.tasks.switches import find_switches

    there_are = get_backend().call(model, find_switches)
    grey = there_are is None
    layers, heads = there_are or (0, 0)
    with st.container(border=True):
        first, second, third = st.columns(3, gap="medium")
        positions = not first.toggle(t("No positions"), key=state.NO_POSITIONS, bind="query-params", disabled=grey)
        random = second.toggle(t("Random weights"), key=state.RANDOM_WEIGHTS, bind="query-params", disabled=grey)
        with third:
            shuffle = ask_order(disabled=grey)
        first, second, third = st.columns(3, gap="medium")
        looks = choose(first, t("Each piece sees"), state.LOOKS, {name: t(title) for name, title in LOOKS.items()}, disabled=grey)
        named_layers = {"0": t_as("a layer", "none"), **{str(i): t("layer {layer}", layer=i) for i in range(1, layers + 1)}}
        layer = int(choose(second, t("Silent layer"), state.SILENT_LAYER, named_layers, disabled=grey))
        named_heads = {"0": t("the whole layer"), **{str(i): t("only head {head}", head=i) for i in range(1, heads + 1)}}
        head = int(choose(third, t("Of that layer"), state.SILENT_HEAD, named_heads, disabled=grey or layer == 0))
    if grey:
        st.info(t("This model is not built as BERT is, and its steps are not taken apart here. Choose a BERT."), icon=":material/block:")
        return None
    silent = (layer - 1 if layer else None, head - 1 if layer and head else None)
    return Switches(positions, cast(Looks, looks), *silent, random=random, shuffle=shuffle or None)


def choose(place: Any, label: str, key: str, options: dict[str, str], *, disabled: bool) -> str:
    """A choice whose ids are in the link; the first one is the model as it is."""
    first = next(iter(options))
    state.seed(key, first)
    if st.session_state[key] not in options:
        st.session_state[key] = first
    chosen = place.selectbox(label, list(options), key=key, format_func=options.__getitem__, disabled=disabled)
    state.publish(key, chosen, first)
    return str(chosen)


def ask_order(*, disabled: bool) -> int:
    """Whether the words are shuffled, and the number of the order: 0 for the order of the text."""
    state.seed(state.SHUFFLE, "0")
    asked = str(st.session_state[state.SHUFFLE])
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
    st.session_state[state.SHUFFLE_ON] = number > 0
    st.toggle(t("Shuffle the words"), key=state.SHUFFLE_ON, on_change=turn_shuffle, disabled=disabled)
    if number:
        st.button(t("Another order"), icon=":material/shuffle:", type="tertiary", on_click=take_order, args=(number + 1,))
    state.publish(state.SHUFFLE, str(number), "0")
    return number


def turn_shuffle() -> None:
    take_order(int(st.session_state[state.SHUFFLE_ON]))


def take_order(number: int) -> None:
    st.session_state[state.SHUFFLE] = str(number)


def show_answers(answer: SwitchedAnswer) -> None:
    """Each mask twice, side by side; and the words in the order that the switched model got them."""
    if answer.shown != answer.pieces:
        st.text(plain(t("Shuffled: {pieces}", pieces=" ".join(piece.text for piece in answer.shown))))
    if not answer.intact:
        st.caption(t("Write [MASK] for a word of the sentence, and the guesses stand here too."))
    for number, (intact, switched) in enumerate(zip(answer.intact[:MOST_MASKS], answer.switched, strict=False), start=1):
        sides = zip(st.columns(2, gap="large"), SIDES, (intact, switched), strict=True)
        charts = guesses_beside(intact, switched)
        for (column, title, mask), chart in zip(sides, charts, strict=True):
            with column:
                several = len(answer.intact) > 1
                st.markdown(t("**{title}, mask {number}**", title=t(title), number=number) if several else f"**{t(title)}**")
                st.text(plain(in_brief(mask)))
                draw(chart, key=f"{title}_{number}")
    if len(answer.intact) > MOST_MASKS:
        st.text(t("These are the first {shown} of {n:,} masks; the table has them all.", shown=MOST_MASKS, n=len(answer.intact)))


def in_brief(mask: MaskGuesses) -> str:
    """First guess: door with 50%, 3.2 bits of uncertainty"""
    best = mask.guesses[0]
    return t(
        "First guess: {word} with {share}, {bits:.1f} bits of uncertainty",
        word=best.word,
        share=percent(best.probability),
        bits=mask.entropy_bits,
    )


def best_word(masks: tuple[MaskGuesses, ...]) -> str:
    """The first guess at the first mask."""
    return masks[0].guesses[0].word


def table_of(answer: SwitchedAnswer) -> bytes:
    """The guesses of both, then the cosine of each piece."""
    rows: list[tuple[object, ...]] = []
    for title, masks in ((english("as it is"), answer.intact), ("switched", answer.switched)):
        rows += [(title, mask.index + 1, guess.word, guess.probability) for mask in masks for guess in mask.guesses]
    rows += [(english("cosine of the two"), place, piece.text, float(answer.cosine[place])) for place, piece in enumerate(answer.pieces)]
    return as_csv(("what", english("mask or place"), english("word or piece"), "value"), rows)
