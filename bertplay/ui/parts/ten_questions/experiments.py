"""The small experiments of the ten questions: the tasks and charts of the pages, each in its shortest form."""

from collections.abc import Callable

import streamlit as st

from bertplay.charts.context_sides import sides_bars
from bertplay.charts.layer_walk import growth_lines
from bertplay.charts.masked_word import guess_bars
from bertplay.charts.next_sentence import verdict_bars
from bertplay.charts.palette import percent
from bertplay.charts.recurrence import race_lines
from bertplay.charts.switches import order_bars
from bertplay.models.catalog import catalog
from bertplay.models.spec import Ability
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.runtime import get_backend

TOP_K = 5


def show_walk(model: str, text: str, _: str) -> None:
    """What would be guessed at the mask after every layer."""
    from bertplay.tasks.layer_walk import walk_layers

    walk = get_backend().call(model, walk_layers, text, top_k=TOP_K)
    masks = [place for place, piece in enumerate(walk.pieces) if piece.is_special and piece.start < piece.end]
    st.text(plain(f"The model reads: {' '.join(piece.text for piece in walk.pieces)}"))
    draw(growth_lines(walk, masks[0] if masks else 1), key="card_growth")


def show_relatives(model: str, text: str, _: str) -> None:
    """The first guesses of every bundled model that guesses words, and what each costs."""
    from bertplay.tasks.masked_word import guess_masked_words

    rows = []
    for entry in catalog():
        if entry.spec is None or not entry.is_here or not entry.spec.can(Ability.MASKED_WORD) or "/" in entry.id:
            continue
        found = get_backend().call(entry.id, guess_masked_words, text, top_k=3)
        said = ", ".join(f"{guess.word} {percent(guess.probability)}" for guess in found.masks[0].guesses)
        rows.append(
            {"model": plain(entry.title), "first guesses": plain(said), "million parameters": round(entry.spec.parameters / 1e6, 1)}
        )
    st.dataframe(rows, hide_index=True, width="stretch")


def show_order(model: str, first: str, second: str) -> None:
    """Each word's vector in one order and the other, with positions and without."""
    from bertplay.tasks.switches import compare_orders

    order = get_backend().call(model, compare_orders, first, second)
    for column, title, chart in zip(st.columns(2, gap="large"), ("With positions", "Without positions"), order_bars(order), strict=True):
        with column:
            st.markdown(f"**{title}**: how far apart")
            draw(chart, key=f"card_order_{title}")


def show_race(model: str, _: str, __: str) -> None:
    """The race, run when it is asked for: it takes the machine for a second."""
    from bertplay.tasks.recurrence import race_layers

    if not st.button("Run the race on this machine", icon=":material/timer:", key="card_race"):
        st.text("Six lengths, from 16 to 512 tokens, seven passes of each: about a second.")
        return
    race = get_backend().call(model, race_layers)
    longest = race.laps[-1]
    times = longest.recurrent_ms / longest.attention_ms
    draw(race_lines(race), key="card_race_lines")
    st.text(
        f"At {longest.length} tokens: {longest.recurrent_steps} steps one after the other against 1, and attention is {times:.1f} times "
        f"as fast. It keeps {longest.attention_bytes / 2**20:.1f} MiB for the pairs of words."
    )


def show_negation(model: str, first: str, second: str) -> None:
    """The guesses of both sentences side by side."""
    from bertplay.tasks.masked_word import guess_masked_words

    both = [get_backend().call(model, guess_masked_words, text, top_k=TOP_K).masks[0] for text in (first, second)]
    longest = max(guess.probability for mask in both for guess in mask.guesses)
    for column, name, text, mask in zip(st.columns(2, gap="large"), "ab", (first, second), both, strict=True):
        with column:
            st.text(plain(text))
            draw(guess_bars(mask, longest, narrow=True), key=f"card_negation_{name}")


def show_pair(model: str, first: str, second: str) -> None:
    """The verdict on two sentences."""
    from bertplay.tasks.next_sentence import judge_pair

    verdict = get_backend().call(model, judge_pair, first, second)
    says = "continues" if verdict.is_next else "does not continue"
    share = verdict.probability_next if verdict.is_next else 1 - verdict.probability_next
    st.text(f"The second {says} the first: {percent(share)}.")
    draw(verdict_bars(verdict), key="card_pair")


def show_sides(model: str, text: str, _: str) -> None:
    """The same gap from the left, from the right, from both."""
    from bertplay.tasks.context_sides import compare_sides

    sided = get_backend().call(model, compare_sides, text, top_k=TOP_K)
    for column, title, chart in zip(st.columns(3), ("Left only", "Right only", "Both sides"), sides_bars(sided), strict=True):
        with column:
            st.markdown(f"**{title}**")
            draw(chart, key=f"card_side_{title}")


def show_cut(model: str, word: str, _: str) -> None:
    """The greedy search for one word."""
    from bertplay.models.tokenizer_file import open_tokenizer
    from bertplay.tasks.wordpiece import search_word

    found = search_word(open_tokenizer(model), word)
    st.text(plain(f"{found.word} = {' + '.join(found.pieces)}"))
    asked = [{"question": plain(look.piece), "in the vocabulary": "yes" if look.is_found else "no"} for look in found.look_ups]
    st.dataframe(asked, hide_index=True, width="stretch", height=260)


def show_tuning(model: str, _: str, __: str) -> None:
    """A run is watched on its own page: it takes a minute or two and goes on when this page is left."""
    st.text("A run takes a minute or two on this machine. It is started and watched on the fine-tuning page, with one click.")


EXPERIMENTS: dict[str, Callable[[str, str, str], None]] = {
    "walk": show_walk,
    "relatives": show_relatives,
    "order": show_order,
    "race": show_race,
    "negation": show_negation,
    "pair": show_pair,
    "sides": show_sides,
    "cut": show_cut,
    "tuning": show_tuning,
}
