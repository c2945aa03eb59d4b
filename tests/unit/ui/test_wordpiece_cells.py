"""Pieces as coloured cells."""

from hypothesis import given
from hypothesis import strategies as st

from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.tasks.wordpiece_text import tokenize
from bertplay.ui.components.piece_rows import MOST_CELLS, Row, as_data
from bertplay.ui.components.word_cutter import letters_of
from bertplay.ui.parts.wordpiece.cells import in_place, tones
from bertplay.ui.parts.wordpiece.word import cut_at

BERT = open_tokenizer("bert")


@given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("ab é한.\u0301[MASK]"))))
def test_the_cells_are_the_text_again(text: str) -> None:
    text = BERT.readable(text)
    pieces = tokenize(BERT, text)
    assert "".join(cell.text for cell in in_place(text, pieces, BERT.unknown)) == text


@given(st.text("abcdefgh é한.,!", max_size=40))
def test_a_change_of_colour_is_a_cut_and_every_cut_a_change(text: str) -> None:
    pieces = tokenize(BERT, text)
    colours = tones(pieces, BERT.unknown)
    for i in range(1, len(pieces)):
        if pieces[i].start == pieces[i - 1].end and "unknown" not in colours[i - 1 : i + 1]:
            assert colours[i] != colours[i - 1]


def test_one_character_of_three_pieces_is_one_cell() -> None:
    [cell] = in_place("한", tokenize(BERT, "한"), BERT.unknown)
    assert (cell.text, cell.title) == ("한", "ᄒ ##ᅡ ##ᆫ, characters 0 to 1")


def test_the_letters_of_a_word_keep_their_accents() -> None:
    assert letters_of("e\u0301a") == [{"text": "e\u0301", "end": 2}, {"text": "a", "end": 3}]
    assert cut_at("walking", (4,)) == ("walk", "##ing")
    assert cut_at("walking", ()) == ("walking",)


def test_a_long_row_is_cut() -> None:
    data = as_data(Row(in_place("a " * 2_000, tokenize(BERT, "a " * 2_000), BERT.unknown)))
    assert isinstance(data["cells"], list)
    assert len(data["cells"]) == MOST_CELLS + 1
