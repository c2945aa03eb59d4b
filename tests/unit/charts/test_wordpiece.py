from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.wordpiece import comparison_dots, count_bars, growth_lines, length_bars, share_bars
from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.tasks.wordpiece_compare import compare_tokenizers
from bertplay.tasks.wordpiece_counts import count_words
from bertplay.tasks.wordpiece_training import train_wordpiece
from bertplay.tasks.wordpiece_vocabulary import describe_vocabulary

BERT = open_tokenizer("bert-scratch")


def test_a_word_and_its_tokens_with_their_counts() -> None:
    found = count_words(BERT, "unconstitutionally")
    rows, drawing = rows_and_drawing(count_bars(found.words[0], found.listed_from))
    assert list(rows["name"]) == ["unconstitutionally", "uncon", "##stit", "##ution", "##ally"]
    assert rows["label"][0] == f"at most {found.listed_from} times"
    assert list(rows["count"][1:]) == [token.count for token in found.words[0].tokens]
    assert drawing["layer"][0]["encoding"]["x"]["scale"]["type"] == "log"


def test_shares_and_lengths_of_a_vocabulary() -> None:
    makeup = describe_vocabulary(BERT)
    rows, _ = rows_and_drawing(share_bars(makeup.kinds))
    assert rows["count"].sum() == makeup.size
    assert rows["label"][0].endswith("%)")
    lengths, drawing = rows_and_drawing(length_bars(makeup))
    assert lengths["count"].sum() == makeup.size - 5
    assert drawing["encoding"]["x"]["field"] == "length"


def test_texts_without_spaces_have_no_dot() -> None:
    found = compare_tokenizers(["bert-scratch"], {"English": "The king walked.", "Chinese": "孩子们很晚才回家"})
    rows, _ = rows_and_drawing(comparison_dots(found))
    assert list(rows["sample"]) == ["English"]
    assert rows["average"][0] == 4 / 3


def test_models_that_tokenize_alike_share_a_dot() -> None:
    found = compare_tokenizers(["bert", "bert-scratch", "bilstm"], {"English": "unaffable postcards"})
    rows, _ = rows_and_drawing(comparison_dots(found))
    assert list(rows["model"]) == ["Our small BERT", "Our small BERT, from scratch = Our BiLSTM"]


def test_growth_as_lines() -> None:
    trained = train_wordpiece("the cat and the hat, the cats and the hats", 40)
    rows, _ = rows_and_drawing(growth_lines((trained,), 30))
    assert list(zip(rows["tokens"], rows["average"], strict=True)) == list(trained.growth)
    assert set(rows["size"]) == {30}
