"""The way of a text: as typed, cleaned, lower-cased, split, cut, numbered."""

import streamlit as st

from bertplay.lessons.wordpiece import samples
from bertplay.models.tokenizer_file import TokenizerFile
from bertplay.results.wordpiece import TextWay
from bertplay.tasks.wordpiece_text import follow_text
from bertplay.ui import state
from bertplay.ui.components.piece_rows import MOST_CELLS, Cell, Row, piece_rows
from bertplay.ui.parts.wordpiece.cells import in_place, side_by_side
from bertplay.ui.parts.wordpiece.inputs import line
from bertplay.ui.parts.wordpiece.programs import transformers_program
from bertplay.ui.snippet import show_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import mark, t, t_n

MOST_SHOWN = 2_000
"""Characters of a stage that are shown."""
HOW = mark(
    "Every change of colour is a cut: a word in one colour is one piece, and a piece with ## before it carries on the word. A wavy line "
    "marks what the model cannot write at all, because no piece of its vocabulary has that character; it reads [UNK] there. "
    "Point at a piece for its characters, which the table has too. Around the whole the model then puts [CLS] and [SEP]."
)
CHANGES = {
    (True, True): mark("Lower-cased and stripped of accents."),
    (True, False): mark("Lower-cased."),
    (False, True): mark("Stripped of accents."),
    (False, False): mark("This model keeps case and accents."),
}
"""(case goes, accents go) -> what became of the text."""
OTHERWISE = mark(
    "Every change of colour is a cut. This model does not cut by WordPiece, so the stages of BERT are not its own; its pieces write a "
    "space, and letters beyond English ones, with signs of their own. Point at a piece "
    "for its characters, which the table has too."
)


def show(tokenizer: TokenizerFile) -> None:
    """The text in colour, then stage under stage."""
    examples = samples("text")
    text = line(t("Your text"), state.CUT_TEXT, examples[0].text, examples=examples)
    if not text.strip():
        st.info(t("Type a text above, or take one of the examples."), icon=":material/edit:")
        return
    way = follow_text(tokenizer, text)
    with st.container(border=True):
        piece_rows([Row(in_place(way.text, way.pieces, way.unknown), form="flow")], key="way_in_place")
    st.text(in_words(way))
    if tokenizer.is_wordpiece:
        piece_rows(stages(way), key="way_stages", picture="way_of_a_text")
    st.caption(t(HOW if tokenizer.is_wordpiece else OTHERWISE))
    if len(way.pieces) > MOST_CELLS:
        st.text(t("The first {shown:,} of {n:,} pieces are in colour; the table has them all.", shown=MOST_CELLS, n=len(way.pieces)))
    rows = [(piece.text, piece.id, piece.start, piece.end, way.text[piece.start : piece.end]) for piece in way.pieces]
    download_table("pieces", lambda: as_csv(("piece", "id", "start", "end", "characters"), rows), has_figure=False)
    show_program(transformers_program(tokenizer, text))


def in_words(way: TextWay) -> str:
    """How much became of how much: "21 words are 26 pieces, 3 of them unknown."."""
    unknown = sum(piece.text == way.unknown for piece in way.pieces)
    words = t_n("{n:,} word or sign is", "{n:,} words and signs are", len(way.words))
    said = f"{words} {t_n('{n:,} piece', '{n:,} pieces', len(way.pieces))}"
    return t_n("{said}, {n:,} of them unknown.", "{said}, {n:,} of them unknown.", unknown, said=said) if unknown else f"{said}."


def stages(way: TextWay) -> list[Row]:
    """One row a stage."""
    cleaned = t("Control characters go, every space becomes a plain one, Chinese characters get spaces around them.")
    dropped = t("Here {n:,} went.", n=way.dropped) if way.dropped else ""
    return [
        Row([Cell(shortened(way.text))], t("As typed"), "flow"),
        Row(
            [Cell(shortened(way.cleaned))],
            t("Cleaned"),
            "flow",
            f"{cleaned} {dropped}".strip(),
        ),
        Row(
            [Cell(shortened(way.normalized))],
            t("Normalized"),
            "flow",
            t(CHANGES[way.lower_cases, way.strips_accents]),
        ),
        Row(
            [Cell(word, "plain") for word in way.words], t("Words"), "chips", t("Split at spaces; every sign of punctuation stands alone.")
        ),
        Row(
            side_by_side(way.pieces, way.unknown, with_ids=True),
            t("Pieces and ids"),
            "chips",
            t("The ids are all that the model gets to see."),
        ),
    ]


def shortened(text: str) -> str:
    """The text, cut where nobody would read on."""
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
