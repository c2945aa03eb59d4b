"""The chain rule: joint predictions against brute force, words of several tokens against a product worked by hand."""

import math

import numpy as np
import pytest

from bertplay.errors import BadInput
from bertplay.models.loaded import Encoding, LoadedModel, Wanted
from bertplay.tasks.candidate_words import score_candidates
from bertplay.tasks.joint_prediction import predict_jointly

TEXT = "[MASK] king of [MASK]."


def scores_of(model: LoadedModel, encoding: Encoding) -> np.ndarray:
    [outputs] = model.forward([encoding], Wanted(scores=True))
    return outputs.scores


def filled(model: LoadedModel, encoding: Encoding, place: int, id_: int) -> Encoding:
    return encoding.with_tokens({place: model.token(id_)}, model.mask_id)


def test_a_full_beam_is_brute_force(tiny_model: LoadedModel) -> None:
    encoding = tiny_model.encode(TEXT)
    size = len(tiny_model.vocabulary)
    alone = scores_of(tiny_model, encoding)
    rows = tiny_model.forward(
        [filled(tiny_model, encoding, encoding.masks[0], i) for i in range(size)],
        Wanted(scores=True, positions=((encoding.masks[1],),) * size),
    )
    joint = alone[0][:, None] + np.stack([row.scores[0] for row in rows])  # [first word, second word]
    best = np.argsort(-joint, axis=None)[:10]
    found = predict_jointly(tiny_model, TEXT, top_k=10, beam=size)
    for guess, index in zip(found.combinations, best, strict=True):
        first, second = np.unravel_index(index, joint.shape)
        assert guess.words == (tiny_model.vocabulary[first], tiny_model.vocabulary[second])
        assert guess.probability == pytest.approx(math.exp(joint[first, second]), rel=1e-4)
        assert guess.alone == pytest.approx(math.exp(alone[0][first] + alone[1][second]), rel=1e-4)


def test_a_narrow_beam_finds_no_better_and_stays_in_order(tiny_model: LoadedModel) -> None:
    narrow, wide = (predict_jointly(tiny_model, TEXT, top_k=3, beam=beam).combinations for beam in (3, 200))
    assert [g.probability for g in narrow] == sorted((g.probability for g in narrow), reverse=True)
    assert narrow[0].probability <= wide[0].probability * 1.0001


@pytest.mark.parametrize("text", ["[MASK] alone", "[MASK] " * 9])
def test_joint_needs_two_to_eight_masks(tiny_model: LoadedModel, text: str) -> None:
    with pytest.raises(BadInput, match="2 to 8"):
        predict_jointly(tiny_model, text)


@pytest.mark.parametrize("beam", [0, 501])
def test_joint_refuses_an_absurd_beam(tiny_model: LoadedModel, beam: int) -> None:
    with pytest.raises(BadInput, match="1 to 500"):
        predict_jointly(tiny_model, TEXT, beam=beam)


def test_the_chain_rule_by_hand(tiny_model: LoadedModel) -> None:
    """P(un ##aff ##able) = P(un | _ _ _) P(##aff | un _ _) P(##able | un ##aff _), each read from a text written by hand."""
    log, ids = 0.0, [tiny_model.vocabulary.index(token) for token in ("un", "##aff", "##able")]
    encoding = tiny_model.encode("the king was [MASK] [MASK] [MASK].")
    for id_ in ids:
        log += float(scores_of(tiny_model, encoding)[0, id_])
        encoding = filled(tiny_model, encoding, encoding.masks[0], id_)
    [word] = score_candidates(tiny_model, "the king was [MASK].", ["unaffable"]).words
    assert word.probability == pytest.approx(math.exp(log), rel=1e-4)
    assert (word.tokens, word.rank) == (("un", "##aff", "##able"), None)


def test_words_of_one_token_have_their_place_in_the_ranking(tiny_model: LoadedModel) -> None:
    scores = scores_of(tiny_model, tiny_model.encode("[MASK] was [MASK]."))[1]
    best = [tiny_model.vocabulary[i] for i in np.argsort(-scores)[:3]]
    found = score_candidates(tiny_model, "[MASK] was [MASK].", [best[2], best[0], best[1]], mask_index=1)
    assert [(word.word, word.rank) for word in found.words] == [(word, i + 1) for i, word in enumerate(best)]
    assert sum(word.probability for word in found.words) == pytest.approx(np.exp(np.sort(scores)[-3:]).sum(), rel=1e-4)


def test_all_words_of_the_vocabulary_sum_to_one(tiny_model: LoadedModel) -> None:
    words = [word for word in tiny_model.vocabulary if word not in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")]
    chunks = [words[i : i + 50] for i in range(0, len(words), 50)]
    total = sum(word.probability for chunk in chunks for word in score_candidates(tiny_model, "a [MASK]", chunk).words)
    [mask] = np.exp(scores_of(tiny_model, tiny_model.encode("a [MASK]")))
    assert total == pytest.approx(1 - mask[:5].sum(), abs=1e-4)


def test_a_word_that_cannot_be_written(tiny_model: LoadedModel) -> None:
    found = score_candidates(tiny_model, "a [MASK]", ["\u4e2d", "king"])
    assert [(word.word, word.is_known) for word in found.words] == [("king", True), ("\u4e2d", False)]
    assert found.words[1].probability == 0.0


NOT_WORDS = [[], ["a"] * 51, [""], ["[MASK]"], ["[CLS]"], ["a" * 101], ["q" * 60]]


@pytest.mark.parametrize(("words", "index"), [*((words, 0) for words in NOT_WORDS), (["a"], 1), (["a"], -1)])
def test_bad_words_are_refused(tiny_model: LoadedModel, words: list[str], index: int) -> None:
    with pytest.raises(BadInput):
        score_candidates(tiny_model, "a [MASK]", words, mask_index=index)
