"""Every family against the transformers class, called by hand as its documentation says, on a tiny random model."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import (
    AlbertConfig,
    AutoModel,
    AutoModelForMaskedLM,
    AutoModelForPreTraining,
    AutoTokenizer,
    CamembertConfig,
    ElectraConfig,
    ModernBertConfig,
    RobertaConfig,
    XLMRobertaConfig,
    XLNetConfig,
    XLNetLMHeadModel,
)

from bertplay.bilstm import BiLSTMForMaskedWords
from bertplay.errors import MissingAbility
from bertplay.models.architectures import ARCHITECTURES, reason_missing
from bertplay.models.catalog import find_model
from bertplay.models.families import family_file
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.models.spec import PAIRS, Ability, Family
from bertplay.tasks.joint_prediction import predict_jointly
from bertplay.tasks.surprisal import score_surprisal
from tests.tiny_families import SAVE
from tests.unit.models.formats import each_format

TEXT = "The <mask> walked (very slowly) to the <mask>, isn't it?"
PAIR = ("The king opened the door.", "Then the unaffable Queen went to the sea.")
WITH_A_CLASS = [name for name in SAVE if name not in {"bilstm", "word2vec"}]
ENCODERS = [name for name in WITH_A_CLASS if name != "xlnet"]  # XLNet is asked in another way, below
GUESSING = [name for name in SAVE if name not in {"discriminator", "word2vec"}]
EVERYTHING = {"output_hidden_states": True, "output_attentions": True}
close = np.testing.assert_allclose


def stock(name: str, folder: Path) -> Any:
    auto = AutoModelForPreTraining if name in {"bert", "albert", "discriminator", "xlnet"} else AutoModelForMaskedLM
    return auto.from_pretrained(folder, attn_implementation="eager").eval()


def by_hand(name: str, folder: Path, *texts: str, **options: Any) -> Any:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    texts = tuple(text.replace("<mask>", str(tokenizer.mask_token)) for text in texts)
    batch = dict(tokenizer(*texts, return_tensors="pt"))
    if name in {"albert", "electra", "discriminator"} and len(texts) == 2:  # what their documentation asks for, not every tokenizer gives
        length, first = batch["input_ids"].shape[1], len(tokenizer(texts[0])["input_ids"])
        batch["token_type_ids"] = (torch.arange(length) >= first).long()[None]
    with torch.inference_mode():
        return stock(name, folder)(**batch, **options)


def logits_of(output: Any) -> torch.Tensor:
    return output.prediction_logits if "prediction_logits" in output else output.logits


@pytest.mark.parametrize("name", [name for name in SAVE if name not in {"bilstm", "word2vec"}])
def test_ids_are_the_tokenizers(name: str, tiny_family: Any) -> None:
    model, folder = tiny_family(name)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    for texts in ((TEXT.replace("<mask>", model.mask_text),), PAIR):
        assert model.encode(*texts).ids.tolist() == tokenizer(*texts)["input_ids"]


@pytest.mark.parametrize("name", ENCODERS)
def test_everything_equals_the_class_called_by_hand(name: str, tiny_family: Any) -> None:
    model, folder = tiny_family(name)
    for texts in ((TEXT,), PAIR):
        expected = by_hand(name, folder, *texts, **EVERYTHING)
        encoding = model.encode(*texts)
        asked = {"scores": model.spec.can(Ability.MASKED_WORD), "replaced": model.spec.can(Ability.REPLACED_WORD)}
        pair = len(texts) == 2 and any(model.spec.can(ability) for ability in PAIRS)
        [fast] = model.forward([encoding], Wanted(**asked, pair=pair))
        [states] = model.forward([encoding], Wanted(**asked, pair=pair, hidden_states=True))
        [full] = model.forward([encoding], Wanted(**asked, pair=pair, hidden_states=True, attentions=True))
        for outputs in (fast, states, full):
            if asked["scores"] and encoding.masks:
                close(outputs.scores, logits_of(expected)[0].log_softmax(-1)[list(encoding.masks)], atol=1e-5)
            if asked["replaced"]:
                close(outputs.replaced, expected.logits[0], atol=1e-5)
            if pair:
                close(outputs.pair, (expected.seq_relationship_logits if name == "bert" else expected.sop_logits)[0], atol=1e-5)
        for outputs in (states, full):
            close(outputs.hidden_states, torch.stack(expected.hidden_states)[:, 0], atol=1e-5)
        close(full.attentions, torch.stack(expected.attentions)[:, 0], atol=1e-5)


@pytest.mark.parametrize("name", SAVE)
def test_company_changes_nothing(name: str, tiny_family: Any) -> None:
    """Rows of different lengths in one batch give the same as each alone; padding has no effect."""
    model, _ = tiny_family(name)
    texts = [TEXT, "The king.", "<mask> the queen opened a door and went to the town.", "a"]
    if not model.spec.can(Ability.MASKED_WORD):
        texts = [text.replace("<mask>", "dog") for text in texts]
    encodings = [model.encode(text) for text in texts]
    can = model.spec.can
    for wanted in (
        Wanted(scores=can(Ability.MASKED_WORD), replaced=can(Ability.REPLACED_WORD)),
        Wanted(scores=can(Ability.MASKED_WORD), hidden_states=True),
    ):
        for encoding, together in zip(encodings, model.forward(encodings, wanted), strict=True):
            [alone] = model.forward([encoding], wanted)
            for ours, theirs in (
                (together.scores, alone.scores),
                (together.hidden_states, alone.hidden_states),
                (together.replaced, alone.replaced),
            ):
                assert (ours is None) == (theirs is None)
                if ours is not None and theirs is not None:
                    close(ours, theirs, atol=1e-5)


def xlnet_by_hand(stock: XLNetLMHeadModel, ids: list[int], segments: list[int], place: int, mask_id: int) -> Any:
    """One position predicted in the query stream, with all masks hidden from every token."""
    n = len(ids)
    perm_mask = torch.tensor([[[float(id_ == mask_id) for id_ in ids]] * n])
    target_mapping = torch.zeros(1, 1, n)
    target_mapping[0, 0, place] = 1
    with torch.inference_mode():
        return stock(
            torch.tensor([ids]), token_type_ids=torch.tensor([segments]), perm_mask=perm_mask, target_mapping=target_mapping, **EVERYTHING
        )


def test_xlnet_equals_the_class_called_by_hand(tiny_family: Any) -> None:
    model, folder = tiny_family("xlnet")
    reference, tokenizer = stock("xlnet", folder), AutoTokenizer.from_pretrained(folder)
    for texts in ((TEXT,), PAIR):
        encoding = model.encode(*texts)
        assert encoding.segments.tolist() == tokenizer(*texts, return_token_type_ids=True)["token_type_ids"]
        [outputs] = model.forward([encoding], Wanted(scores=True, hidden_states=True, attentions=True))
        for row, place in enumerate(encoding.masks or (2,)):
            expected = xlnet_by_hand(reference, encoding.ids.tolist(), encoding.segments.tolist(), place, model.mask_id)
            if encoding.masks:
                close(outputs.scores[row], expected.logits[0, 0].log_softmax(-1), atol=1e-5)
            close(outputs.hidden_states, torch.stack(expected.hidden_states[::2])[:, 0], atol=1e-5)
            close(outputs.attentions, torch.stack([content for content, _ in expected.attentions])[:, 0], atol=1e-5)


def test_xlnets_joint_prediction_equals_a_loop_written_out(tiny_family: Any) -> None:
    """P(a, b) = P(a) P(b | a): ask the first place, show each answer, ask the second."""
    model, folder = tiny_family("xlnet")
    reference, encoding = stock("xlnet", folder), model.encode(TEXT)
    ids, segments, (first, second) = encoding.ids.tolist(), encoding.segments.tolist(), encoding.masks
    scores = xlnet_by_hand(reference, ids, segments, first, model.mask_id).logits[0, 0].log_softmax(-1)
    found: dict[tuple[str, str], float] = {}
    for a in scores.topk(20).indices.tolist():
        filled = [a if i == first else id_ for i, id_ in enumerate(ids)]
        following = xlnet_by_hand(reference, filled, segments, second, model.mask_id).logits[0, 0].log_softmax(-1)
        for b in following.topk(20).indices.tolist():
            found[model.vocabulary[a], model.vocabulary[b]] = math.exp(scores[a] + following[b])
    best = sorted(found, key=lambda words: -found[words])[:5]
    joint = predict_jointly(model, TEXT, top_k=5).combinations
    assert [guess.words for guess in joint] == best
    close([guess.probability for guess in joint], [found[words] for words in best], rtol=1e-3)


def test_bilstm_equals_its_module(tiny_family: Any) -> None:
    model, folder = tiny_family("bilstm")
    encoding = model.encode(TEXT)
    with torch.inference_mode():
        expected = BiLSTMForMaskedWords.from_pretrained(folder)(torch.from_numpy(encoding.ids)[None])
    [outputs] = model.forward([encoding], Wanted(scores=True, hidden_states=True))
    close(outputs.scores, expected.logits[0, list(encoding.masks)].log_softmax(-1), atol=1e-5)
    close(outputs.hidden_states, torch.stack(expected.hidden_states)[:, 0], atol=1e-5)


def test_bilstm_passes_over_what_it_may_not_look_at(tiny_family: Any) -> None:
    model, _ = tiny_family("bilstm")
    whole, shorter = model.encode("the king <mask> a queen"), model.encode("the king <mask>")
    place = whole.masks[0]
    left = whole.seeing_only([0, 1, 2, 3, len(whole) - 1])
    [ours] = model.forward([left], Wanted(scores=True, positions=((place,),)))
    [expected] = model.forward([shorter], Wanted(scores=True))
    close(ours.scores, expected.scores, atol=1e-5)


def test_word2vec_gives_a_word_the_same_vector_everywhere(tiny_family: Any) -> None:
    model, _ = tiny_family("word2vec")
    first, second = (model.encode(text) for text in ("The king saw the king", "a king"))
    states = [output.hidden_states for output in model.forward([first, second], Wanted(hidden_states=True))]
    close(states[0][0, 1], states[1][0, 1])
    close(states[0][0, 1], states[0][0, 4])
    assert [p.id == model.unknown_id for p in model.encode("the quixotic king").tokens] == [False, True, False]


@pytest.mark.parametrize("name", GUESSING)
@pytest.mark.parametrize("spelling", ["[MASK]", "[mask]", "<mask>", "<MASK>"])
def test_one_spelling_of_the_mask_for_all(name: str, spelling: str, tiny_family: Any) -> None:
    model, _ = tiny_family(name)
    encoding = model.encode(f"the {spelling} of a king")
    [mask] = encoding.masks
    token = encoding.tokens[mask]
    assert (token.start, token.end, token.is_special) == (4, 10, True)
    assert encoding.text[4:10] == model.mask_text


@pytest.mark.parametrize("name", SAVE)
def test_tokens_cover_the_text_and_know_their_words(name: str, tiny_family: Any) -> None:
    """Whatever marks a family writes, its tokens add up to the same words at the same places."""
    model, _ = tiny_family(name)
    text = "The  king (very slowly) opened unaffable doors."
    words: list[list[int]] = []
    for token in model.encode(text).tokens:
        if token.is_special:
            continue
        assert 0 <= token.start <= token.end <= len(text)
        assert text[token.start : token.end] == text[token.start : token.end].strip()
        if token.continues_word:
            words[-1][1] = token.end
        else:
            words.append([token.start, token.end])
    assert [text[a:b] for a, b in words] == ["The", "king", "(", "very", "slowly", ")", "opened", "unaffable", "doors", "."]


@pytest.mark.parametrize("name", GUESSING)
def test_surprisal_names_the_words_of_the_text(name: str, tiny_family: Any) -> None:
    model, _ = tiny_family(name)
    assert [word.word for word in score_surprisal(model, "The unaffable king, 😀 (very) sad").words] == (
        ["The", "unaffable", "king", ",", "😀", "(", "very", ")", "sad"]
    )


@pytest.mark.parametrize("name", SAVE)
@each_format
def test_other_number_formats_stay_close(name: str, number_format: Any, tiny_family: Any) -> None:
    model, _ = tiny_family(name)
    other: LoadedModel = model.in_precision(number_format)
    wanted = Wanted(hidden_states=True)
    text = "the king and the queen"
    [ours], [theirs] = (m.forward([m.encode(text)], wanted) for m in (model, other))
    assert other.bytes < model.bytes or name == "word2vec"
    a, b = ours.hidden_states[-1].ravel(), theirs.hidden_states[-1].ravel()
    assert float(a @ b / np.linalg.norm(a) / np.linalg.norm(b)) > 0.99


@pytest.mark.parametrize("name", SAVE)
def test_what_a_family_cannot_do_is_refused_with_its_reason(name: str, tiny_family: Any) -> None:
    model, _ = tiny_family(name)
    for ability in set(Ability) - model.spec.abilities:
        with pytest.raises(MissingAbility) as caught:
            model.require(ability)
        assert reason_missing(model.spec.family, ability) in caught.value.problem
        assert len(reason_missing(model.spec.family, ability)) > 30


@pytest.mark.parametrize("family", Family)
def test_every_family_has_its_file_and_its_facts(family: Family) -> None:
    file = family_file(family)
    assert file.model_class is not None
    assert file.__doc__
    assert ARCHITECTURES[family].title


@pytest.mark.parametrize(
    ("model_id", "config"),
    [
        ("roberta-base", RobertaConfig(vocab_size=50265, max_position_embeddings=514, type_vocab_size=1)),
        ("albert-base-v2", AlbertConfig(hidden_size=768, num_attention_heads=12, intermediate_size=3072)),
        ("xlnet-base-cased", XLNetConfig(d_model=768, n_layer=12, n_head=12, d_inner=3072)),
        ("electra-small-generator", ElectraConfig()),
        ("modernbert-base", ModernBertConfig()),
        ("xlm-roberta-base", XLMRobertaConfig(vocab_size=250002, max_position_embeddings=514, type_vocab_size=1)),
        ("camembert-base", CamembertConfig(vocab_size=32005, max_position_embeddings=514, type_vocab_size=1)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_catalog_states_the_sizes_of_the_published_shapes(model_id: str, config: Any) -> None:
    with torch.device("meta"):
        assert find_model(model_id).parameters == AutoModel.from_config(config).num_parameters()


def test_a_named_word_is_the_token_that_begins_a_word(tiny_family: Any) -> None:
    tokens = {
        name: [token.text for token in tiny_family(name)[0].tokenize_word("king")] for name in ("bert", "roberta", "modernbert", "bilstm")
    }
    assert tokens == {"bert": ["king"], "roberta": ["Ġking"], "modernbert": ["Ġking"], "bilstm": ["king"]}
    for name in ("albert", "xlnet", "camembert", "xlm-roberta"):
        assert tiny_family(name)[0].tokenize_word("king")[0].text.startswith("▁")
    assert [token.text for token in tiny_family("roberta")[0].tokenize_word("Ġking")] == ["Ġking"]


def test_a_mark_that_is_a_letter_begins_a_word(tiny_family: Any) -> None:
    model, _ = tiny_family("roberta")
    assert model.is_whole_word(model.vocabulary.index("Ġking"))
    assert not model.is_whole_word(model.vocabulary.index("in"))
