"""One word: the reader cuts it first, then the model; what is written of it; and the search, look-up by look-up."""

from itertools import pairwise

import streamlit as st

from bertplay.lessons.wordpiece import Claim, TextSample, claims, words
from bertplay.models.tokenizer_file import TokenizerFile
from bertplay.results.wordpiece import WordSearch
from bertplay.rooms.question import Question
from bertplay.tasks.wordpiece import LONGEST_WORD, search_word
from bertplay.ui import state
from bertplay.ui.components.look_up_ladder import look_up_ladder
from bertplay.ui.components.piece_rows import Row, piece_rows
from bertplay.ui.components.word_cutter import word_cutter
from bertplay.ui.controls import main_look
from bertplay.ui.parts.wordpiece.cells import chips
from bertplay.ui.parts.wordpiece.inputs import line
from bertplay.ui.parts.wordpiece.programs import task_program
from bertplay.ui.room.question import may_see, take_answer
from bertplay.ui.room.visit import here
from bertplay.ui.snippet import show_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import later, mark, t, t_n

EXAMPLES = tuple(TextSample(word, word) for word in words())
CUT_FIRST_HELP = mark("Hides the model's cut until you have made yours.")
HOW = mark(
    "Look up the whole word. If it is not in the vocabulary, drop its last letter and look again, until something is found: that is a "
    "piece. Then the same with the rest, whose pieces begin with ##. A piece once taken is never given back, even when another would "
    "have cut the word as a dictionary does. If at some point not even one letter is found, the whole word is [UNK]."
)


def show(tokenizer: TokenizerFile) -> None:
    """The word, the reader's cut, and then everything else."""
    typed = line(t("One word"), state.CUT_WORD, EXAMPLES[0].text, most=LONGEST_WORD, examples=EXAMPLES)
    if not typed.strip():
        st.info(t("Type a word above, or take one of the examples."), icon=":material/edit:")
        return
    found = search_word(tokenizer, typed)
    cuts = ask_reader(found)
    if here() is not None:
        asked = Question("wordpiece", ("word", found.word), later("Where would you cut “{word}”?", word=found.word))
        if not may_see(asked, lambda: send_cuts(asked, found, cuts)):
            return
    elif st.session_state[state.CUT_FIRST] and st.session_state.get(state.CUT_DONE) != (found.model, found.word):
        st.button(t("Show how the model cuts it"), type=main_look(), on_click=reveal, args=(found,))
        return
    show_cuts(tokenizer, found, cuts)
    show_search(found)
    rows = [(i, asked.piece, asked.start, asked.end, asked.is_found) for i, asked in enumerate(found.look_ups, start=1)]
    download_table("look_ups", lambda: as_csv(("look-up", "piece", "start", "end", "found"), rows), has_figure=False)
    show_program(task_program("wordpiece", "search_word", tokenizer, typed))


def ask_reader(found: WordSearch) -> tuple[int, ...]:
    """The word to be cut by clicking, and the switch; the reader's cuts."""
    start = state.indices(st.query_params.get(state.CUTS, "")) if state.CUT_SHOWN not in st.session_state else ()
    if st.session_state.get(state.CUT_SHOWN) != found.word:
        if state.CUT_SHOWN in st.session_state:
            st.session_state.pop(state.STEP, None)
        st.session_state[state.CUT_SHOWN], st.session_state[state.CUTS] = found.word, start
    cuts = tuple(place for place in st.session_state[state.CUTS] if 0 < place < len(found.word))
    with st.container(border=True, gap="xsmall"):
        word_cutter(found.word, cuts)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(t("Click between two letters to cut there, again to join. Where would you cut?"), width="content")
            st.session_state.setdefault(state.CUT_FIRST, st.query_params.get(state.CUT_FIRST) != "no")
            if here() is None:
                st.toggle(t("I cut first"), key=state.CUT_FIRST, persist_state="session", help=t(CUT_FIRST_HELP))
    state.publish(state.CUT_FIRST, "yes" if st.session_state[state.CUT_FIRST] else "no", "yes")
    state.publish(state.CUTS, state.written(cuts), "none")
    return cuts


def send_cuts(asked: Question, found: WordSearch, cuts: tuple[int, ...]) -> None:
    """A pupil's cut is counted as the pieces that it makes."""
    if st.button(t("Send my cut"), type=main_look(), key="class_cut"):
        take_answer(asked, " + ".join(piece.removeprefix("##") for piece in cut_at(found.word, cuts)))


def reveal(found: WordSearch) -> None:
    """The reader has cut this word."""
    st.session_state[state.CUT_DONE] = (found.model, found.word)


def show_cuts(tokenizer: TokenizerFile, found: WordSearch, cuts: tuple[int, ...]) -> None:
    """The reader's cut, what is written of the word, and the model's cut, one below the other."""
    claim = next((claim for claim in claims() if claim.word == found.word), None)
    rows = [Row(chips(found.pieces, tokenizer.ids if found.is_known else ()), t("The model does"))]
    if claim:
        rows = [Row(chips(claim.says, tokenizer.ids), t(claim.who), note=about_claim(claim, found, tokenizer)), *rows]
        if tokenizer.spec.id != "bert-base-uncased":
            rows.append(Row(chips(claim.base), t("bert-base-uncased does")))
    if cuts:
        rows = [Row(chips(cut_at(found.word, cuts), tokenizer.ids), t("You say")), *rows]
    piece_rows(rows, key="word_cuts", picture="cuts_of_a_word")
    if cuts:
        st.text(about_reader(found, cuts))


def cut_at(word: str, cuts: tuple[int, ...]) -> tuple[str, ...]:
    """The pieces that cuts make, as a vocabulary writes them: walking cut at 4 -> walk, ##ing"""
    edges = [0, *cuts, len(word)]
    return tuple(word[start:end] if start == 0 else f"##{word[start:end]}" for start, end in pairwise(edges))


def about_claim(claim: Claim, found: WordSearch, tokenizer: TokenizerFile) -> str:
    """Whether what is written holds for this model, and when it cannot, why."""
    if claim.says == found.pieces:
        return t("That is what this model does.")
    absent = [piece for piece in claim.says if piece not in tokenizer.ids]
    if absent:
        return t("Not in this vocabulary, so it cannot be: {pieces} (broken line).", pieces=", ".join(absent))
    return t("All of these are in this vocabulary, but a longer first piece is found before them: the search is greedy.")


def about_reader(found: WordSearch, cuts: tuple[int, ...]) -> str:
    """How many of the reader's cuts the model makes too."""
    both = len(set(cuts) & set(found.cuts))
    if cuts == found.cuts:
        return t("You cut exactly as the model does.")
    return t_n(
        "Of your {n} cut the model makes {both}; it makes {all} in all.",
        "Of your {n} cuts the model makes {both}; it makes {all} in all.",
        len(cuts),
        both=both,
        all=len(found.cuts),
    )


def show_search(found: WordSearch) -> None:
    """The look-ups up to a step, with buttons forward and back; the step is in the link."""
    last = len(found.look_ups)
    asked = st.session_state.get(state.STEP, st.query_params.get(state.STEP, ""))
    step = min(max(int(asked), 1), last) if str(asked).isascii() and str(asked).isdigit() and len(str(asked)) < 6 else last
    st.session_state[state.STEP] = step
    st.subheader(t("The search"), anchor=False)
    st.markdown(t(HOW))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.button(t("Back"), icon=":material/arrow_back:", on_click=go, args=(-1, last), disabled=step <= 1)
        st.button(t("Forward"), icon=":material/arrow_forward:", on_click=go, args=(+1, last), disabled=step >= last)
        if last > 1:
            st.slider(t("Look-up"), 1, last, key=state.STEP, persist_state="session")
    step = int(st.session_state[state.STEP])
    state.publish(state.STEP, str(step), str(last))
    look_up_ladder(found.word, found.look_ups[:step])
    said = t("Look-up {step:,} of {last:,}.", step=step, last=last)
    end = t("The word is {pieces}.", pieces=" ".join(found.pieces)) if step == last else ""
    st.text(f"{said} {end}".strip())


def go(by: int, last: int) -> None:
    """One look-up forward or back."""
    st.session_state[state.STEP] = min(max(int(st.session_state[state.STEP]) + by, 1), last)
