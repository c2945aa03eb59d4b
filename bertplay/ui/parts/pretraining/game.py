"""The masking game: 15% of a text is chosen; the reader guesses, then the model."""

from collections.abc import Sequence

import streamlit as st

from bertplay.results.pretraining import ChosenPiece, Fate, MaskingGame
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.components.fates import fated_text
from bertplay.ui.controls import MOST_CHARACTERS, main_look, word_input
from bertplay.ui.feedback import plain
from bertplay.ui.runtime import get_backend, model_at_hand
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import english, mark, number, percent, t, t_as

FIRST_TEXT = english(
    "The old man sat by the fire and read a letter from his daughter. She had gone to sea in the spring, and now she wrote "
    "that she would come home before the winter."
)
MOST_BOXES = 8
HIGHEST_SEED = 9_999
HOW = mark(
    "15% of the pieces are chosen, as when BERT was trained. Of the chosen, 80% are replaced by the mask, 10% by a random piece, and "
    "10% stay: each has to be predicted all the same. A model that only ever had to answer at masks would learn nothing about words "
    "that are there. Every pass over a text draws anew; the draw here is the number beside the text."
)
COLUMNS = (
    mark("stood there"),
    mark("fate"),
    mark("model saw"),
    mark("you"),
    mark("model's first"),
    mark("probability of the truth"),
    mark("rank"),
)


def show_game(model: str) -> None:
    """The text, the draw, the reader's guesses, the model's."""
    text, seed = ask_text()
    if not text.strip():
        st.info(t("Type a text of your own: two or three sentences."), icon=":material/edit:")
        return
    with model_at_hand(model):
        from bertplay.tasks.masking_game import play_masking

        game = get_backend().call(model, play_masking, text, seed=seed)
    st.caption(t(HOW))
    play(game)


def ask_text() -> tuple[str, int]:
    """The text box and the number of the draw, both in the link."""
    state.seed(state.GAME_TEXT, FIRST_TEXT)
    box, draw = st.columns([5, 1], vertical_alignment="bottom")
    with box:
        text = st.text_area(t("Your text"), key=state.GAME_TEXT, max_chars=MOST_CHARACTERS, height=110, persist_state="session")
    with draw:
        seed = st.number_input(
            t("Draw"), 0, HIGHEST_SEED, key=state.SEED, bind="query-params", help=t("Another number: other pieces are chosen.")
        )
    text = without_surrogates(text or "")
    if not state.publish(state.GAME_TEXT, text, FIRST_TEXT):
        st.caption(t("This text is too long to travel in the link of the page."))
    return text, int(seed)


def play(game: MaskingGame) -> None:
    """The text as the model sees it, and boxes; after the reader's turn the fates and the scores."""
    turn = (game.model, game.text, game.seed)
    done = st.session_state.get(state.GAME_ROUND)
    with st.container(border=True, gap="small"):
        fated_text(game, is_revealed=done is not None and done[0] == turn)
        if game.cut:
            said = mark("The text is longer than this model's window: {kept:,} of {total:,} pieces are played with.")
            st.text(t(said, kept=game.cut.kept, total=game.cut.total))
    if done is None or done[0] != turn:
        ask_reader(game, turn)
    else:
        show_result(game, done[1])


def ask_reader(game: MaskingGame, turn: tuple[str, str, int]) -> None:
    """A box for each mask, and a button that reveals; boxes may stay empty."""
    masked = [(number, piece) for number, piece in enumerate(game.chosen, 1) if piece.fate is Fate.MASKED][:MOST_BOXES]
    with st.form("masking_form", border=False):
        words = {}
        for column, (number, piece) in zip(st.columns(4) * 2, masked, strict=False):
            with column:
                words[piece.position] = word_input(
                    t("Your word for {number}", number=number), f"{state.GAME_ROUND}_{turn[2]}_{piece.position}"
                )
        if not masked:
            st.caption(t("No mask in this draw: the chosen pieces were replaced or kept. Reveal, or take another draw."))
        if st.form_submit_button(t("Reveal"), type=main_look()):
            st.session_state[state.GAME_ROUND] = (turn, {p: without_surrogates(word).strip() for p, word in words.items()})
            st.rerun()


def show_result(game: MaskingGame, words: dict[int, str]) -> None:
    """Who was right, every chosen piece in a table, and the masked perplexity."""
    guessed = {position: word for position, word in words.items() if word}
    if guessed:
        right = sum(is_right(piece, guessed.get(piece.position, "")) for piece in game.chosen)
        said = mark("You: {right} of {guessed} right. The model on all chosen pieces: {by_model} of {chosen}.")
        st.text(t(said, right=right, guessed=len(guessed), by_model=game.right, chosen=len(game.chosen)))
    else:
        st.text(t("The model: {right} of {chosen} right.", right=game.right, chosen=len(game.chosen)))
    said = mark("Masked perplexity of this text in this draw: {perplexity:,.1f}, as if it chose among so many equally probable pieces.")
    st.text(t(said, perplexity=game.perplexity))
    rows = [row(game, piece, words) for piece in game.chosen]
    shown = [dict(zip(map(t, COLUMNS), map(plain, cells), strict=True)) for cells in rows]
    draw_table(
        shown, width="stretch", alt=t("Every chosen piece: its fate, your guess, the model's guess and the probability of the truth.")
    )
    download_table("masking_game", lambda: as_csv(COLUMNS, rows), has_figure=False)
    show_program(task_program(game.model, "bertplay.tasks.masking_game", "play_masking", game.text, seed=game.seed))


def row(game: MaskingGame, piece: ChosenPiece, words: dict[int, str]) -> Sequence[str]:
    """The cells of one chosen piece."""
    said = words.get(piece.position, "")
    return (
        piece.truth.text,
        about_fate(piece.fate),
        piece.shown,
        said,
        piece.guess.word,
        percent(piece.probability),
        number(piece.rank, ","),
    )


def about_fate(fate: Fate) -> str:
    """What happened to a chosen piece, in a word."""
    told = {Fate.MASKED: t_as("fate", "masked"), Fate.RANDOM: t_as("fate", "random"), Fate.KEPT: t_as("fate", "kept")}
    return told[fate]


def is_right(piece: ChosenPiece, word: str) -> bool:
    """Whether a word is the piece that stood there, in any case and without its mark of continuation."""
    return word.casefold() == piece.truth.text.removeprefix("##").casefold()
