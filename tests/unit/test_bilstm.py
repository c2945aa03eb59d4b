"""The BiLSTM language model: what each state can see, no effect of padding, saving and loading."""

from pathlib import Path

import pytest
import torch

from bertplay.bilstm import BiLSTMConfig, BiLSTMForMaskedWords, turned


@pytest.fixture
def model() -> BiLSTMForMaskedWords:
    torch.manual_seed(0)
    return BiLSTMForMaskedWords(BiLSTMConfig(vocab_size=50, hidden_size=16)).eval()


def ids(*tokens: int) -> torch.Tensor:
    return torch.tensor([tokens])


@torch.inference_mode()
def test_a_guess_knows_both_sides_and_not_the_piece_itself(model: BiLSTMForMaskedWords) -> None:
    before = model(ids(1, 2, 3, 4, 5)).logits[0, 2]
    assert torch.equal(model(ids(1, 2, 9, 4, 5)).logits[0, 2], before)
    for changed in (ids(9, 2, 3, 4, 5), ids(1, 2, 3, 4, 9)):
        assert not torch.allclose(model(changed).logits[0, 2], before)


@torch.inference_mode()
def test_the_left_half_of_a_state_knows_nothing_of_what_follows(model: BiLSTMForMaskedWords) -> None:
    one, other = (model(x).hidden_states for x in (ids(1, 2, 3, 4), ids(1, 2, 3, 9)))
    for a, b in zip(one[1:], other[1:], strict=True):
        assert torch.equal(a[0, :3, :16], b[0, :3, :16])
        assert not torch.allclose(a[0, :3, 16:], b[0, :3, 16:])


@torch.inference_mode()
def test_padding_changes_nothing(model: BiLSTMForMaskedWords) -> None:
    alone = model(ids(1, 2, 3)).logits[0]
    padded = model(torch.tensor([[1, 2, 3, 0, 0], [4, 5, 6, 7, 8]]), torch.tensor([[1, 1, 1, 0, 0], [1] * 5])).logits[0, :3]
    torch.testing.assert_close(padded, alone)


def test_rows_are_turned_by_hand() -> None:
    assert turned(torch.tensor([3, 5]), 5).tolist() == [[2, 1, 0, 3, 4], [4, 3, 2, 1, 0]]


def test_a_saved_model_is_the_same_model(model: BiLSTMForMaskedWords, tmp_path: Path) -> None:
    model.save_pretrained(tmp_path)
    again = BiLSTMForMaskedWords.from_pretrained(tmp_path)
    assert again.config == model.config
    assert all(torch.equal(a, b) for a, b in zip(model.state_dict().values(), again.state_dict().values(), strict=True))
    assert model.half().save_pretrained(tmp_path) is None
    assert BiLSTMForMaskedWords.from_pretrained(tmp_path).words.weight.dtype == torch.float32
