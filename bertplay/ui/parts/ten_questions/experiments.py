"""The small experiments of the ten questions: the tasks and charts of the pages, each in its shortest form."""

from collections.abc import Callable

import streamlit as st

from bertplay.charts.layer_walk import growth_lines
from bertplay.charts.light import Marks, marked, room_for
from bertplay.charts.masked_word import guess_bars
from bertplay.charts.next_sentence import verdict_bars
from bertplay.charts.recurrence import race_lines
from bertplay.charts.switches import order_bars
from bertplay.errors import MissingAbility, NotStored
from bertplay.models.catalog import catalog
from bertplay.models.spec import Ability
from bertplay.results import MaskedWordGuesses
from bertplay.results.compare import Cost
from bertplay.results.wordpiece import WordSearch
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.ten_questions.lights import Light, say_lit
from bertplay.ui.parts.ten_questions.training import show_practice, show_transfer
from bertplay.ui.parts.ten_questions.vectors import show_vectors
from bertplay.ui.runtime import get_backend
from bertplay.ui.table import draw_table
from bertplay.wording import as_told, mark, percent, t

TOP_K = 5
FEW = 3
MOST_ROWS = 14


def show_walk(model: str, text: str, _: str, light: Light) -> None:
    """What would be guessed at the mask after every layer."""
    from bertplay.tasks.layer_walk import walk_layers

    walk = get_backend().call(model, walk_layers, text, top_k=TOP_K)
    if not walk.layers:
        raise MissingAbility(mark("This model cannot be asked for a word after every layer."), value=model, remedy=mark("Choose a BERT."))
    masks = [place for place, piece in enumerate(walk.pieces) if piece.is_special and piece.start < piece.end]
    st.text(plain(t("The model reads: {pieces}", pieces=" ".join(piece.text for piece in walk.pieces))))
    place = masks[0] if masks else 1
    if not masks:
        seen = walk.pieces[place].text
        st.text(plain(t("No [MASK] stands in it. What is guessed is the place of “{piece}”, which the model can see.", piece=seen)))
    lit = light(walk, place)
    draw(growth_lines(walk, place, *lit.figures), key="card_growth")
    say_lit(lit)


def show_relatives(model: str, text: str, _: str, light: Light) -> None:
    """The first guesses of every bundled model that guesses words, and what each costs."""
    here = [entry for entry in catalog() if entry.is_here and entry.spec and entry.spec.can(Ability.MASKED_WORD) and "/" not in entry.id]
    asked = [ask_relative(entry.id, text) for entry in here]
    lit = light([guesses for guesses, _ in asked])
    rows = [
        {
            t("model"): plain(as_told(entry.title)),
            t("first guesses"): plain(", ".join(f"{guess.word} {percent(guess.probability)}" for guess in guesses.masks[0].guesses)),
            t("look"): marked("", lit.figures[0], row).strip(),
            t("million parameters"): round(entry.spec.parameters / 1e6, 1) if entry.spec else None,
            **cost_cells(cost),
        }
        for row, (entry, (guesses, cost)) in enumerate(zip(here, asked, strict=True))
    ]
    draw_table(rows, width="stretch", alt=t("For each model: its first guesses and its size."))
    say_lit(lit)
    if all(cost for _, cost in asked):
        st.text(t("Measured just now on the machine that serves this page: MB of the weights in memory, ms from text to answer."))


def ask_relative(model: str, text: str) -> tuple[MaskedWordGuesses, Cost | None]:
    """Its guesses and what they cost; no cost where the answer is a stored one, for that would be another machine's."""
    from bertplay.tasks.compare import compare_words
    from bertplay.tasks.masked_word import guess_masked_words

    try:
        measured = get_backend().call(model, compare_words, text, top_k=FEW)
    except NotStored:
        return get_backend().call(model, guess_masked_words, text, top_k=FEW), None
    if not isinstance(measured.answer, MaskedWordGuesses):
        raise TypeError(measured.answer)
    return measured.answer, measured.cost


def cost_cells(cost: Cost | None) -> dict[str, object]:
    """The cells of a cost; none without one."""
    if cost is None:
        return {}
    return {t("MB"): round(cost.bytes / 1e6, 1), t("ms"): round(cost.milliseconds, 1), t("pieces"): cost.pieces}


def show_order(model: str, first: str, second: str, light: Light) -> None:
    """Each word's vector in one order and the other, with positions and without."""
    from bertplay.tasks.switches import compare_orders

    order = get_backend().call(model, compare_orders, first, second)
    lit = light(order)
    charts = order_bars(order, lit.figures)
    titles = t("**With positions**: how far apart"), t("**Without positions**: how far apart")
    for column, name, title, chart in zip(st.columns(2, gap="large"), ("with", "without"), titles, charts, strict=True):
        with column:
            st.markdown(title)
            draw(chart, key=f"card_order_{name}")
    say_lit(lit)


def show_race(model: str, _: str, __: str, light: Light) -> None:
    """The race, run when it is asked for: it takes the machine for a second."""
    from bertplay.tasks.recurrence import race_layers

    if not st.button(t("Run the race on this machine"), icon=":material/timer:", key="card_race"):
        st.text(t("Six lengths, from 16 to 512 tokens, seven passes of each: about a second."))
        return
    race = get_backend().call(model, race_layers)
    longest = race.laps[-1]
    lit = light(race)
    draw(race_lines(race, *lit.figures), key="card_race_lines")
    cost = t(
        "It takes {steps} steps one after the other, attention 1, which keeps {size:.1f} MiB for the pairs of words.",
        steps=longest.recurrent_steps,
        size=longest.attention_bytes / 2**20,
    )
    st.text(f"{lit.says} {cost}")


def show_negation(model: str, first: str, second: str, light: Light) -> None:
    """The guesses of both sentences side by side."""
    from bertplay.tasks.masked_word import guess_masked_words

    both = [get_backend().call(model, guess_masked_words, text, top_k=TOP_K).masks[0] for text in (first, second)]
    longest = max(guess.probability for mask in both for guess in mask.guesses)
    lit = light(*both)
    for column, name, text, mask, marks in zip(st.columns(2, gap="large"), "ab", (first, second), both, lit.figures, strict=True):
        with column:
            st.text(plain(text))
            draw(guess_bars(mask, longest, narrow=True, lit=marks, room=room_for(*lit.figures)), key=f"card_negation_{name}")
    say_lit(lit)


def show_pair(model: str, first: str, second: str, light: Light) -> None:
    """The verdict on two sentences."""
    from bertplay.tasks.next_sentence import judge_pair

    verdict = get_backend().call(model, judge_pair, first, second)
    share = percent(verdict.probability_next if verdict.is_next else 1 - verdict.probability_next)
    if verdict.is_next:
        st.text(t("The second continues the first: {share}.", share=share))
    else:
        st.text(t("The second does not continue the first: {share}.", share=share))
    lit = light(verdict)
    draw(verdict_bars(verdict, *lit.figures), key="card_pair")
    say_lit(lit)


def show_cut(model: str, word: str, _: str, light: Light) -> None:
    """The greedy search for one word."""
    from bertplay.models.tokenizer_file import open_tokenizer
    from bertplay.tasks.wordpiece import search_word

    found = search_word(open_tokenizer(model), word)
    st.text(plain(f"{found.word} = {' + '.join(found.pieces)}"))
    lit = light(found)
    rows = [{t("question"): question, t("in the vocabulary"): answer} for question, answer in folded(found, lit.figures[0])]
    draw_table(
        rows,
        width="stretch",
        height=26 * (min(len(rows), MOST_ROWS) + 1) + 14,
        row_height=26,
        alt=t("Each question to the vocabulary, and whether it was answered with yes."),
    )
    say_lit(lit)


def folded(search: WordSearch, marks: Marks) -> list[tuple[str, str]]:
    """Each question and its answer; of the questions in vain for one piece only the first, and how many followed it."""
    rows: list[tuple[str, str]] = []
    in_vain = 0
    for row, look in enumerate(search.look_ups):
        in_vain = 0 if look.is_found else in_vain + 1
        if in_vain < 2:
            rows.append((plain(look.piece), marked(t("yes") if look.is_found else t("no"), marks, row)))
        elif in_vain == 2:
            rows.append((t("… one more, a letter shorter"), t("no")))
        else:
            rows[-1] = (t("… {n} more, each a letter shorter", n=in_vain - 1), t("no"))
    return rows


EXPERIMENTS: dict[str, Callable[[str, str, str, Light], None]] = {
    "walk": show_walk,
    "relatives": show_relatives,
    "order": show_order,
    "race": show_race,
    "negation": show_negation,
    "pair": show_pair,
    "vectors": show_vectors,
    "cut": show_cut,
    "transfer": show_transfer,
    "practice": show_practice,
}
