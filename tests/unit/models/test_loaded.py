"""LoadedModel: equal to the transformers classes called directly."""

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer, BertForPreTraining

from bertplay.errors import BadInput, MissingAbility
from bertplay.models.forward_pass import ALL_THREADS, use_threads
from bertplay.models.loaded import LoadedModel, Wanted

TEXT = "The capital of France is [MASK], not [MASK]."


@pytest.fixture(scope="module")
def stock(tiny_folder: Path) -> BertForPreTraining:
    return BertForPreTraining.from_pretrained(tiny_folder, attn_implementation="eager").eval()


def by_hand(stock: BertForPreTraining, folder: Path, *texts: str) -> object:
    batch = AutoTokenizer.from_pretrained(folder)(*texts, return_tensors="pt")
    with torch.inference_mode():
        return stock(**batch, output_hidden_states=True, output_attentions=True)


def test_encoding_is_the_tokenizers(tiny_model: LoadedModel, tiny_folder: Path) -> None:
    expected = AutoTokenizer.from_pretrained(tiny_folder)("She opened it.", "Then the unaffable king went.")
    encoding = tiny_model.encode("She opened it.", "Then the unaffable king went.")
    assert encoding.ids.tolist() == expected["input_ids"]
    assert encoding.segments.tolist() == expected["token_type_ids"]
    assert encoding.attention.tolist() == expected["attention_mask"]


def test_everything_equals_the_class_called_by_hand(tiny_model: LoadedModel, stock: BertForPreTraining, tiny_folder: Path) -> None:
    expected = by_hand(stock, tiny_folder, TEXT)
    encoding = tiny_model.encode(TEXT)
    [outputs] = tiny_model.forward([encoding], Wanted(scores=True, hidden_states=True, attentions=True, pair=True))
    full = expected.prediction_logits[0].log_softmax(-1)
    np.testing.assert_allclose(outputs.scores, full[list(encoding.masks)], atol=1e-5)
    np.testing.assert_allclose(outputs.hidden_states, torch.stack(expected.hidden_states)[:, 0], atol=1e-5)
    np.testing.assert_allclose(outputs.attentions, torch.stack(expected.attentions)[:, 0], atol=1e-5)
    np.testing.assert_allclose(outputs.pair, expected.seq_relationship_logits[0], atol=1e-5)


def test_rows_of_different_length_equal_the_class_called_by_hand(
    tiny_model: LoadedModel, stock: BertForPreTraining, tiny_folder: Path
) -> None:
    pairs = [("She opened it.", "Then the unaffable king went to the sea."), ("[MASK]", "a"), (TEXT, "It was [MASK]."), ("a", "b")]
    for wanted in (Wanted(scores=True, pair=True), Wanted(scores=True, pair=True, hidden_states=True)):
        encodings = [tiny_model.encode(*pair) for pair in pairs]
        for pair, encoding, outputs in zip(pairs, encodings, tiny_model.forward(encodings, wanted), strict=True):
            expected = by_hand(stock, tiny_folder, *pair)
            np.testing.assert_allclose(outputs.pair, expected.seq_relationship_logits[0], atol=1e-5)
            if encoding.masks:
                np.testing.assert_allclose(outputs.scores, expected.prediction_logits[0].log_softmax(-1)[list(encoding.masks)], atol=1e-5)
            if wanted.hidden_states:
                np.testing.assert_allclose(outputs.hidden_states, torch.stack(expected.hidden_states)[:, 0], atol=1e-5)


def test_nothing_unasked_is_returned(tiny_model: LoadedModel) -> None:
    [outputs] = tiny_model.forward([tiny_model.encode(TEXT)], Wanted(pair=True))
    assert (outputs.scores, outputs.hidden_states, outputs.attentions) == (None, None, None)


def test_scores_at_other_positions(tiny_model: LoadedModel, stock: BertForPreTraining, tiny_folder: Path) -> None:
    full = by_hand(stock, tiny_folder, TEXT).prediction_logits[0].log_softmax(-1)
    [outputs] = tiny_model.forward([tiny_model.encode(TEXT)], Wanted(scores=True, positions=((1, 4),)))
    np.testing.assert_allclose(outputs.scores, full[[1, 4]], atol=1e-5)


@pytest.mark.parametrize("spelling", ["[MASK]", "[mask]", "[Mask]", "<mask>", "<MASK>"])
def test_every_spelling_of_the_mask(tiny_model: LoadedModel, spelling: str) -> None:
    encoding = tiny_model.encode(f"é {spelling}!")
    [mask] = encoding.masks
    assert (encoding.tokens[mask].start, encoding.tokens[mask].end) == (2, 8)


def test_offsets_are_characters_of_the_text(tiny_model: LoadedModel) -> None:
    text = "\x00Étés  walking 😀 \ud800king"
    shown = [text[p.start : p.end] for p in tiny_model.encode(text).tokens[1:-1]]
    assert shown == ["É", "t", "é", "s", "walk", "ing", "😀", "king"]


def test_a_long_text_is_cut_around_its_masks(tiny_model: LoadedModel) -> None:
    text = "king " * 300 + "[MASK] the [MASK]" + " queen" * 9700
    encoding = tiny_model.encode(text)
    assert len(encoding) == tiny_model.max_tokens
    assert len(encoding.masks) == 2
    assert encoding.cut is not None
    assert (encoding.cut.kept, encoding.cut.total) == (62, 10_003)
    assert text[encoding.cut.start : encoding.cut.end].split().count("king") == 30


@pytest.mark.parametrize("before", [0, 1, 61, 62, 200])
def test_the_mask_survives_wherever_it_is(tiny_model: LoadedModel, before: int) -> None:
    for after in (0, 1, 61, 62, 200):
        encoding = tiny_model.encode("a " * before + "[MASK]" + " a" * after)
        assert len(encoding.masks) == 1
        assert len(encoding) == min(before + after + 3, 64)


def test_masks_too_far_apart_are_refused(tiny_model: LoadedModel) -> None:
    with pytest.raises(BadInput, match="masks span"):
        tiny_model.encode("[MASK]" + " a" * 70 + " [MASK]")


def test_a_pair_shares_the_window(tiny_model: LoadedModel) -> None:
    encoding = tiny_model.encode("a " * 100, "b c")
    assert len(encoding) == 64
    assert int(encoding.segments.sum()) == 3
    assert len(tiny_model.encode("a " * 100, "b " * 100)) == 64


def test_too_many_characters_are_refused(tiny_model: LoadedModel) -> None:
    with pytest.raises(BadInput, match=r"100,001 characters"):
        tiny_model.encode("a" * 100_001)


def test_tokens_of_a_word(tiny_model: LoadedModel) -> None:
    assert [p.text for p in tiny_model.tokenize_word("Unaffable")] == ["un", "##aff", "##able"]
    assert [p.text for p in tiny_model.tokenize_word("##ly")] == ["##ly"]


def test_whole_words(tiny_model: LoadedModel) -> None:
    whole = {tiny_model.vocabulary[i] for i in range(len(tiny_model.vocabulary)) if tiny_model.is_whole_word(i)}
    assert {"king", ".", "a"} <= whole
    assert not whole & {"##ly", "[MASK]", "[UNK]", "[PAD]"}


def test_distilbert_knows_words_and_no_pairs(tiny_distilbert: LoadedModel) -> None:
    model = tiny_distilbert
    encoding = model.encode(TEXT)
    [outputs] = model.forward([encoding], Wanted(scores=True, hidden_states=True, attentions=True))
    batch = {"input_ids": torch.from_numpy(encoding.ids)[None], "attention_mask": torch.from_numpy(encoding.attention)[None]}
    with torch.inference_mode():
        expected = model._model(**batch, output_hidden_states=True)
    np.testing.assert_allclose(outputs.scores, expected.logits[0].log_softmax(-1)[list(encoding.masks)], atol=1e-5)
    np.testing.assert_allclose(outputs.hidden_states, torch.stack(expected.hidden_states)[:, 0], atol=1e-5)
    with pytest.raises(MissingAbility, match="next sentence"):
        model.forward([encoding], Wanted(pair=True))


def test_a_small_pass_runs_on_one_thread_and_a_large_one_on_all() -> None:
    before = torch.get_num_threads()
    try:
        use_threads(tokens=20, parameters=6_000_000, most=0)
        assert torch.get_num_threads() == 1
        use_threads(tokens=20, parameters=110_000_000, most=0)
        assert torch.get_num_threads() == ALL_THREADS
        use_threads(tokens=20, parameters=110_000_000, most=3)
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)
