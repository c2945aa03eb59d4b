from hypothesis import given
from hypothesis import strategies as st

from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.tasks.tokenization_steps import tokenize
from bertplay.ui.components.token_strip import MAX_CELLS, Row, as_data
from bertplay.ui.wordpiece.cells import in_place, letters_of, tones

BERT = open_tokenizer("bert-scratch")


@given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("ab é한.\u0301[MASK]"))))
def test_the_cells_are_the_text_again(text: str) -> None:
    text = BERT.readable(text)
    cells = list(in_place(text, tokenize(BERT, text), BERT.unknown))
    assert "".join(cell.text for cell in cells) == text


@given(st.text("abcdefgh é한.,!", max_size=40))
def test_a_change_of_colour_is_a_boundary_and_every_boundary_a_change(text: str) -> None:
    tokens = tokenize(BERT, text)
    colours = tones(tokens, BERT.unknown)
    for i in range(1, len(tokens)):
        if tokens[i].start == tokens[i - 1].end and "unknown" not in colours[i - 1 : i + 1]:
            assert colours[i] != colours[i - 1]


def test_one_character_of_three_tokens_is_one_cell() -> None:
    [cell] = in_place("한", tokenize(BERT, "한"), BERT.unknown)
    assert (cell.text, cell.note) == ("한", "ᄒ ##ᅡ ##ᆫ, characters 0 to 1")


def test_a_letter_keeps_its_combining_marks() -> None:
    assert letters_of("e\u0301\u0302a") == [(0, "e\u0301\u0302"), (3, "a")]
    assert letters_of("\u0301a") == [(0, "\u0301"), (1, "a")], "a mark without a letter before it is one"
    assert letters_of("") == []


def test_a_long_row_is_cut() -> None:
    data = as_data(Row(in_place("a " * 2_000, tokenize(BERT, "a " * 2_000), BERT.unknown)))
    assert isinstance(data["cells"], list)
    assert len(data["cells"]) == MAX_CELLS + 1
