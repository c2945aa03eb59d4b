"""Which layer tells the senses of a word apart: the reader's guess, then the measure."""

from typing import TYPE_CHECKING

import streamlit as st

from bertplay.charts.embeddings import cosine_lines, separation_lines
from bertplay.results.embeddings import SenseSeparation
from bertplay.rooms.question import Question
from bertplay.ui import state
from bertplay.ui.controls import main_look
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.embeddings.ask import ask_word
from bertplay.ui.parts.embeddings.remembered import Watch, remembered
from bertplay.ui.parts.embeddings.word_map import as_task, say_omitted
from bertplay.ui.room.question import may_see, take_answer
from bertplay.ui.room.visit import here
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import english, later, mark, t

if TYPE_CHECKING:
    from bertplay.tasks.word_in_context import Asked

GUESS_FIRST_HELP = mark("Hides the answer until you have said which layer will tell the senses apart best.")
HOW = mark(
    "Each sentence is taken out in turn; the others of each sense have a centre, the mean of their vectors. The share is of those "
    "that lie nearest to the centre of their own sense. The silhouette (point at the line) compares how near each lies to its own "
    "sense and to the next. With BERT-base and many words the nearest centre is right with an F1 of 71.1 (Coenen et al. 2019)."
)
COSINES = mark(
    "Raw cosines mislead: most vectors of a layer point roughly the same way, so that even two words that have nothing to do with each "
    "other are alike; in BERT-base too (Ethayarajh 2019), where one fixed vector for a word explains less than 5% of their variance. What "
    "counts is how far the lines lie apart. Centred: the mean of random words of these sentences is taken away first."
)
FEWEST_BETTER = 0.2  # than the most frequent sense; of two dozen sentences a smaller share is chance
COLUMNS = ("layer", "accuracy", "silhouette", "within", "across", "random", english("within centred"), english("across centred"))


def show_senses(model: str) -> None:
    """Ask for the word and the guess, then draw the layers."""
    from bertplay.tasks.word_senses import separate_senses

    asked = ask_word(model)
    task = as_task(asked)
    if here() is None:
        st.toggle(t("I guess first"), key=state.GUESS_LAYER, bind="query-params", persist_state="session", help=t(GUESS_FIRST_HELP))

    def compute(watch: Watch) -> SenseSeparation:
        return get_backend().call(model, separate_senses, task, watch=watch)

    found = remembered(("senses", model, task), len(task.texts), compute)
    if not may_show(found, task):
        return
    say_omitted(found.omitted, "pca")
    say_result(found)
    draw(separation_lines(found), key="separation_lines")
    st.caption(t(HOW))
    is_centred = st.toggle(t("Centred"), key="separation_centred")
    draw(cosine_lines(found, centred=is_centred), key="cosine_lines")
    st.caption(t(COSINES))
    rows = [
        (one.layer, one.accuracy, one.silhouette, one.within, one.across, one.random, one.within_centred, one.across_centred)
        for one in found.layers
    ]
    download_table("senses", lambda: as_csv(COLUMNS, rows))
    show_program(senses_program(model, task.word, list(zip(task.texts, task.labels, strict=True))[:60]))


def may_show(found: SenseSeparation, task: "Asked") -> bool:
    """Whether the answer may be shown: after the reader's guess when the switch is on; in a room, when the teacher reveals it."""
    if here() is not None:
        question = Question(
            "embeddings", (task.word, *task.texts), later("Which layer tells the senses of “{word}” apart best?", word=task.word)
        )
        if not may_see(question, lambda: send_layer(found, question)):
            return False
    elif st.session_state.get(state.GUESS_LAYER) and guess_at(found) is None:
        if (guess := ask_layer(found, t("Reveal"))) is not None:
            st.session_state[state.LAYER_ROUND] = (found.word, guess)
            st.rerun()
        return False
    guess = guess_at(found)
    if guess is not None and (here() or st.session_state.get(state.GUESS_LAYER)):
        st.text(
            t("You were right.")
            if guess == found.best
            else t("Your guess: layer {guess}, {share:.0%}.", guess=guess, share=accuracy_at(found, guess))
        )
    return True


def guess_at(found: SenseSeparation) -> int | None:
    """The layer that the reader named for this word."""
    word, guess = st.session_state.get(state.LAYER_ROUND, ("", 0))
    return int(guess) if word == found.word else None


def send_layer(found: SenseSeparation, question: Question) -> None:
    """A pupil's guess is counted, and kept for the comparison after the reveal."""
    if (guess := ask_layer(found, t("Send"))) is not None:
        take_answer(question, english(f"layer {guess}"))
        st.session_state[state.LAYER_ROUND] = (found.word, guess)


def ask_layer(found: SenseSeparation, send: str) -> int | None:
    """The layer that the reader names, in the run in which it is sent."""
    with st.form("layer_form", border=True):
        st.markdown(t("**Which layer tells the senses apart best?**"))
        layers = [one.layer for one in found.layers]
        guess = st.segmented_control(t("Layer"), layers, key=state.LAYER_GUESS, label_visibility="collapsed")
        is_sent = st.form_submit_button(send, type=main_look())
    return int(guess) if is_sent and guess is not None else None


def accuracy_at(found: SenseSeparation, layer: int) -> float:
    return next((one.accuracy for one in found.layers if one.layer == layer), 0.0)


def say_result(found: SenseSeparation) -> None:
    """The best layer in words, beside what needs no model."""
    best = accuracy_at(found, found.best)
    senses = ", ".join(f"{name} ({count})" for name, count in found.senses)
    st.text(plain(t("Senses: {senses}.", senses=senses)))
    gain = best - found.majority
    if gain < FEWEST_BETTER:
        st.text(
            t(
                "No layer tells them apart: the best, {best}, puts {share:.0%} nearest to their own sense, and always "
                "naming the most frequent one is right for {majority:.0%}.",
                best=found.best,
                share=best,
                majority=found.majority,
            )
        )
        return
    st.text(
        t(
            "Layer {best} does best: {share:.0%} of the sentences lie nearest to the centre of their own sense. "
            "Always naming the most frequent one is right for {majority:.0%}; with so few sentences, a difference of "
            "a few percent between layers says little.",
            best=found.best,
            share=best,
            majority=found.majority,
        )
    )


def senses_program(model: str, word: str, rows: list[tuple[str, str]]) -> str:
    """The same measure from Python."""
    asked = f"Asked({word!r}, {[text for text, _ in rows]!r}, {[label for _, label in rows]!r})"
    program = task_program(model, "bertplay.tasks.word_senses", "separate_senses", 0)
    return program.replace("separate_senses, 0", f"separate_senses, {asked}").replace(
        "\n\nbackend", english("\nfrom bertplay.tasks.word_in_context import Asked\n\nbackend")
    )
