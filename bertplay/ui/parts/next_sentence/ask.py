"""What is typed on the next-sentence page, part by part, and its way into the link."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from bertplay.lessons.next_sentence import PairExample, RankExample, Sample, pair_examples, rank_examples, samples
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import MOST_CHARACTERS, choose_one, offer_examples
from bertplay.ui.parts.next_sentence import PARTS
from bertplay.ui.parts.next_sentence.asked import Asked
from bertplay.ui.room.visit import here
from bertplay.wording import mark, t

FIRST_PART = "pair"
IN_LINK = (state.FIRST, state.NEXT, state.START, state.CANDIDATES, state.PARAGRAPHS)
MOST_SENTENCE = 20_000
AnyExample = TypeVar("AnyExample", PairExample, RankExample, Sample)
GUESS_HELP = mark("Hides the model's answer until you have given yours.")


def choose_part() -> str:
    """Which part of the lesson runs; only that one does."""
    return choose_one(mark("What to look at"), state.NEXT_PART, PARTS, FIRST_PART, is_labelled=False)


def ask(model: str, part: str) -> Asked:
    """Draw the inputs of a part; what they say."""
    return {"pair": ask_pair, "rank": ask_candidates}.get(part, ask_paragraphs)(model, part)


def ask_pair(model: str, part: str) -> Asked:
    """Two boxes, and a button that turns them round."""
    start(state.FIRST, pair_examples()[0].first)
    start(state.NEXT, pair_examples()[0].second)
    show_examples(part, pair_examples(), take_pair)
    st.text_input(t("The first sentence"), key=state.FIRST, max_chars=MOST_SENTENCE, live="300ms", persist_state="session")
    st.text_input(t("Does this one continue it?"), key=state.NEXT, max_chars=MOST_SENTENCE, live="300ms", persist_state="session")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.button(t("Turn them round"), icon=":material/swap_vert:", on_click=turn_round, type="tertiary")
        ask_switch(t("I guess first"), state.GUESS_FIRST)
    asked = Asked(model, part, first=typed(state.FIRST), second=typed(state.NEXT))
    write_link({state.FIRST: (asked.first, pair_examples()[0].first), state.NEXT: (asked.second, pair_examples()[0].second)})
    return asked


def ask_candidates(model: str, part: str) -> Asked:
    """One box for the first sentence, one with a candidate a line."""
    example = rank_examples()[0]
    start(state.START, example.first)
    start(state.CANDIDATES, "\n".join(example.candidates))
    show_examples(part, rank_examples(), take_candidates)
    st.text_input(t("The first sentence"), key=state.START, max_chars=MOST_SENTENCE, live="300ms", persist_state="session")
    st.text_area(t("What may come next, one candidate a line"), key=state.CANDIDATES, max_chars=MOST_CHARACTERS, persist_state="session")
    ask_switch(t("I pick first"), state.PICK_FIRST, is_on=True)
    lines = typed(state.CANDIDATES)
    candidates = tuple(dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip()))
    write_link({state.START: (typed(state.START), example.first), state.CANDIDATES: (lines, "\n".join(example.candidates))})
    return Asked(model, part, first=typed(state.START), candidates=candidates)


def ask_paragraphs(model: str, part: str) -> Asked:
    """One large box."""
    start(state.PARAGRAPHS, samples()[0].text)
    show_examples(part, samples(), take_sample)
    st.text_area(
        t("One or more paragraphs, with a blank line between"),
        key=state.PARAGRAPHS,
        max_chars=MOST_CHARACTERS,
        height=200,
        persist_state="session",
    )
    if part == "bench":
        ask_switch(t("I guess first"), state.GUESS_FIRST)
    asked = Asked(model, part, text=typed(state.PARAGRAPHS))
    write_link({state.PARAGRAPHS: (asked.text, samples()[0].text)})
    return asked


def ask_switch(label: str, key: str, *, is_on: bool = False) -> None:
    """The switch of whoever guesses first; in a room everybody does."""
    if here() is None:
        st.toggle(label, value=is_on, key=key, bind="query-params", persist_state="session", help=t(GUESS_HELP))


def show_examples(part: str, examples: Sequence[AnyExample], take: Callable[[str], None]) -> None:
    """One click each; a pill does not stay chosen, the boxes show what it brought."""
    key = f"{state.NEXT_EXAMPLE}_{part}"
    offer_examples(key, dict(enumerate(example.title for example in examples)), take, args=(key,))


def chosen(key: str, examples: Sequence[AnyExample]) -> AnyExample | None:
    """The example whose pill was clicked."""
    index = st.session_state[key]
    st.session_state[key] = None
    return None if index is None else examples[index]


def take_pair(key: str) -> None:
    if example := chosen(key, pair_examples()):
        st.session_state[state.FIRST], st.session_state[state.NEXT] = example.first, example.second


def take_candidates(key: str) -> None:
    if example := chosen(key, rank_examples()):
        st.session_state[state.START], st.session_state[state.CANDIDATES] = example.first, "\n".join(example.candidates)


def take_sample(key: str) -> None:
    if sample := chosen(key, samples()):
        st.session_state[state.PARAGRAPHS] = sample.text


def turn_round() -> None:
    st.session_state[state.FIRST], st.session_state[state.NEXT] = st.session_state[state.NEXT], st.session_state[state.FIRST]


def start(key: str, default: str) -> None:
    """What a box holds at first: what the link has, or the first example for a newcomer."""
    text = without_surrogates(st.session_state.get(key, st.query_params.get(key, default)) or "")[:MOST_CHARACTERS]
    if st.session_state.get(key) != text:
        st.session_state[key] = text


def typed(key: str) -> str:
    """What a box holds now."""
    return without_surrogates(st.session_state[key] or "")


def write_link(shown: Mapping[str, tuple[str, str]]) -> None:
    """What the shown part holds is in the link, unless it is too long; what other parts hold is not. {key: (value, default)}"""
    for key in set(IN_LINK) - set(shown):
        state.publish(key, "", "")
    fits = [state.publish(key, value, default) for key, (value, default) in shown.items()]
    if not all(fits):
        st.caption(t("This text is too long to travel in the link of the page."))
