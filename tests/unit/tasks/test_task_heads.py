"""Models with a head for a task: their predictions equal those of transformers with the same folder."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from sentence_transformers import CrossEncoder
from transformers import AutoModelForQuestionAnswering, AutoModelForTokenClassification, AutoTokenizer, pipeline

from bertplay.cli.task_heads import opened
from bertplay.errors import BadInput, MissingAbility
from bertplay.files.tagged import split_words
from bertplay.tasks.passage_answers import MAX_ANSWER_TOKENS, answer_question
from bertplay.tasks.tagged_words import tag_texts
from bertplay.tasks.task_heads import answer_texts, windows_of
from bertplay.training.data.examples import Example
from bertplay.training.encode import encode
from bertplay.training.evaluator import Evaluator
from bertplay.training.jobs import LongTexts, Task
from tests.tiny_heads import FAMILIES, IOB2, SENTIMENT, save_head

TEXTS = ["She sees a house in paris.", "the king and the queen walk to the river , very happy", "it's not good at all (never!)"]
WORDPIECE = {"bert", "distilbert", "electra"}
PASSAGE = "the king and the queen walk to the river , very happy . the dog is in the house , and the cat sees a bird in the tree ."
QUESTION = "who walk to the river ?"

IDENTITY = "torch.nn.modules.linear.Identity"


def pipeline_of(task: str, folder: Path, **options: Any) -> Any:
    """The pipeline of transformers over the same folder."""
    return pipeline(task, str(folder), **options)  # type: ignore[call-overload]


def scores(found: list[dict[str, Any]]) -> dict[str, float]:
    return {one["label"]: one["score"] for one in found}


@pytest.mark.parametrize("family", FAMILIES)
def test_labels_are_those_of_the_pipeline(family: str, tmp_path: Path) -> None:
    folder = save_head("classification", tmp_path / "model", family, SENTIMENT)
    found = answer_texts(opened(folder), TEXTS)
    assert found.answers[0].labels == SENTIMENT
    predict = pipeline_of("text-classification", folder, top_k=None)
    for text, answer in zip(TEXTS, found.answers, strict=True):
        theirs = scores(predict([text])[0])
        assert answer.probabilities == pytest.approx([theirs[label] for label in SENTIMENT], abs=1e-5)
        assert answer.best == max(theirs, key=theirs.__getitem__)


@pytest.mark.parametrize("family", FAMILIES)
def test_tags_are_those_of_the_pipeline_at_the_first_token_of_each_word(family: str, tmp_path: Path) -> None:
    folder = save_head("entities", tmp_path / "model", family, IOB2)
    found = answer_texts(opened(folder), TEXTS)
    predict = pipeline_of("token-classification", folder, aggregation_strategy="none", ignore_labels=[])
    for text, answer in zip(TEXTS, found.answers, strict=True):
        tokens = {}
        for one in predict(text):
            start = one["start"] + (text[one["start"]] == " ")
            tokens.setdefault(start, (one["entity"], one["score"]))
        begin = 0
        for word, tag, share in zip(answer.words, answer.labels, answer.probabilities, strict=True):
            begin = text.index(word, begin)
            assert tokens[begin] == (tag, pytest.approx(share, abs=1e-5))
            begin += len(word)


@pytest.mark.parametrize("family", sorted(WORDPIECE))
def test_entities_are_those_of_the_pipeline(family: str, tmp_path: Path) -> None:
    folder = save_head("entities", tmp_path / "model", family, IOB2)
    predict = pipeline_of("token-classification", folder, aggregation_strategy="first")
    for text, answer in zip(TEXTS, answer_texts(opened(folder), TEXTS).answers, strict=True):
        theirs = [(one["entity_group"], one["start"], one["end"], pytest.approx(one["score"], abs=1e-5)) for one in predict(text)]
        assert [(one.kind, one.start, one.end, one.probability) for one in answer.spans] == theirs
        assert all(text[one.start : one.end] == one.text for one in answer.spans)


def test_several_labels_may_be_right(tmp_path: Path) -> None:
    folder = save_head("classification", tmp_path / "model", labels=SENTIMENT, problem_type="multi_label_classification")
    found = answer_texts(opened(folder), TEXTS[:1])
    theirs = scores(pipeline_of("text-classification", folder, top_k=None)(TEXTS[:1])[0])
    assert found.activation == "sigmoid"
    assert found.answers[0].probabilities == pytest.approx([theirs[label] for label in SENTIMENT], abs=1e-5)


def test_one_label_is_a_number(tmp_path: Path) -> None:
    folder = save_head("classification", tmp_path / "model", labels=("score",), problem_type="regression")
    found = answer_texts(opened(folder), TEXTS[:1])
    assert found.activation == "none"
    theirs = scores(pipeline_of("text-classification", folder, top_k=None)(TEXTS[:1])[0])
    assert found.answers[0].probabilities == pytest.approx([theirs["score"]], abs=1e-5)


@pytest.mark.parametrize(("config", "activation"), [({}, "sigmoid"), ({"sentence_transformers": {"activation_fn": IDENTITY}}, "none")])
def test_a_cross_encoder_scores_pairs_as_its_library_does(config: dict[str, Any], activation: str, tmp_path: Path) -> None:
    folder = save_head("classification", tmp_path / "model", labels=("score",))
    written = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(written | config))
    found = answer_texts(opened(folder), [f"{TEXTS[0]} ||| {TEXTS[1]}"])
    theirs = CrossEncoder(str(folder), device="cpu").predict([(TEXTS[0], TEXTS[1])])
    assert found.activation == activation
    assert found.answers[0].probabilities == pytest.approx(theirs, abs=1e-5)


def test_a_pair_is_read_as_two_texts(tmp_path: Path) -> None:
    folder = save_head("classification", tmp_path / "model", labels=SENTIMENT)
    found = answer_texts(opened(folder), [f"{TEXTS[0]} ||| {TEXTS[1]}"])
    theirs = scores(pipeline_of("text-classification", folder, top_k=None)({"text": TEXTS[0], "text_pair": TEXTS[1]}))
    assert found.task == "pairs"
    assert found.answers[0].probabilities == pytest.approx([theirs[label] for label in SENTIMENT], abs=1e-5)


def test_how_much_of_a_long_text_was_read(tmp_path: Path) -> None:
    """The window of 64 tokens holds 62 and [CLS] and [SEP]; the rest has no influence."""
    folder = save_head("classification", tmp_path / "model", labels=SENTIMENT)
    long = "the dog is good " * 25
    answer, same = answer_texts(opened(folder), [long, long + " bad" * 50]).answers
    assert (answer.tokens, answer.tokens_read, answer.is_cut) == (100, 62, True)
    assert answer.probabilities == pytest.approx(same.probabilities, abs=1e-6)


def test_entities_of_a_long_text_are_found_in_windows(tmp_path: Path) -> None:
    folder = save_head("entities", tmp_path / "model", labels=IOB2)
    text = "the king sees paris . " * 40
    (answer,) = answer_texts(opened(folder), [text]).answers
    assert len(answer.words) == len(answer.labels) == 200
    assert not answer.is_cut
    assert max(one.end for one in answer.spans) > len(text) // 2


def reference(folder: Path, question: str, passage: str) -> dict[tuple[int, int], float]:
    """Start times end probability of every span of one window, computed from the logits with a loop; no answer is (0, 0)."""
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForQuestionAnswering.from_pretrained(folder).eval()
    given = tokenizer(question, passage, return_tensors="pt", return_offsets_mapping=True)
    offsets = given.pop("offset_mapping")[0].tolist()
    with torch.inference_mode():
        outputs = model(**given)
    allowed = [0, *(i for i, sequence in enumerate(given.sequence_ids(0)) if sequence == 1)]
    start, end = (np.exp(logits[0, allowed].numpy()) for logits in (outputs.start_logits, outputs.end_logits))
    start, end = start / start.sum(), end / end.sum()
    found = {(0, 0): float(start[0] * end[0])}
    for i, first in enumerate(allowed[1:], 1):
        for j, last in enumerate(allowed[i:], i):
            if j - i < MAX_ANSWER_TOKENS:
                found[offsets[first][0], offsets[last][1]] = float(start[i] * end[j])
    return found


@pytest.mark.parametrize("family", ["bert", "distilbert", "electra"])
def test_the_answer_is_the_span_with_the_highest_logits(family: str, tmp_path: Path) -> None:
    folder = save_head("question_answering", tmp_path / "model", family)
    passage = "the king and the queen walk to the river , very good . the dog is in the house"
    found = answer_question(opened(folder), QUESTION, passage)
    expected = reference(folder, QUESTION, passage)
    assert found.windows == 1
    assert found.no_answer == pytest.approx(expected.pop((0, 0)), abs=1e-5)
    best = sorted(expected.items(), key=lambda item: -item[1])[: len(found.spans)]
    assert [((one.start, one.end), one.probability) for one in found.spans] == [(place, pytest.approx(p, abs=1e-5)) for place, p in best]
    assert all(passage[one.start : one.end] == one.text for one in found.spans)


def test_a_long_passage_is_read_in_windows(tmp_path: Path) -> None:
    found = answer_question(opened(save_head("question_answering", tmp_path / "model")), QUESTION, f"{PASSAGE} {PASSAGE} {PASSAGE}")
    assert found.windows == 3
    assert len(found.spans) == 5
    assert [one.probability for one in found.spans] == sorted((one.probability for one in found.spans), reverse=True)


def test_what_a_head_was_not_trained_for_is_said(tmp_path: Path) -> None:
    answers, labels = opened(save_head("question_answering", tmp_path / "a")), opened(save_head("entities", tmp_path / "b", labels=IOB2))
    with pytest.raises(MissingAbility, match="answers questions"):
        answer_texts(answers, TEXTS)
    with pytest.raises(MissingAbility, match="not trained to answer"):
        answer_question(labels, QUESTION, PASSAGE)
    with pytest.raises(BadInput, match="empty"):
        answer_question(answers, " ", PASSAGE)
    with pytest.raises(BadInput, match="empty"):
        answer_texts(labels, [" "])


@pytest.mark.parametrize("long_texts", LongTexts)
@pytest.mark.parametrize("family", ["bert", "roberta", "albert"])
def test_a_long_text_is_read_as_in_training(family: str, long_texts: LongTexts, tmp_path: Path) -> None:
    folder = save_head("classification", tmp_path / "model", family, SENTIMENT)
    text = "the dog is good and the cat in the house is very happy , isn't it ? " * 3
    tokenizer = AutoTokenizer.from_pretrained(folder)
    rows = encode(Task.CLASSIFICATION, [Example(text)], tokenizer, SENTIMENT, 20, long_texts)
    found = windows_of(opened(folder).encode(text, whole=True), 20, long_texts)
    assert [encoding.ids.tolist() for encoding in found] == [row["input_ids"] for row in rows]


@pytest.mark.parametrize("long_texts", LongTexts)
@pytest.mark.parametrize("family", ["bert", "roberta", "albert"])
@pytest.mark.parametrize("times", [(3, 1), (1, 3), (3, 3), (3, 0.2)], ids=["first", "second", "both", "short"])
def test_a_long_pair_is_read_as_in_training(family: str, long_texts: LongTexts, times: tuple[float, float], tmp_path: Path) -> None:
    folder = save_head("classification", tmp_path / "model", family, SENTIMENT)
    text = "the dog is good and the cat in the house is very happy , isn't it ? "
    first, second = ((text * 3)[: int(len(text) * one)] for one in times)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    rows = [row["input_ids"] for row in encode(Task.PAIRS, [Example(first, pair=second)], tokenizer, SENTIMENT, 21, long_texts)]
    found = windows_of(opened(folder).encode(first, second, whole=True), 21, long_texts)
    assert [encoding.ids.tolist() for encoding in found] == rows
    assert all(len(row) <= 21 for row in rows)
    whole = tokenizer(first, second)["input_ids"]
    if long_texts is LongTexts.HEAD:
        assert rows == [tokenizer(first, second, truncation="longest_first", max_length=21)["input_ids"]]
    elif long_texts is LongTexts.WINDOWS and times == (3, 0.2):
        assert set(whole) == {one for row in rows for one in row}


def test_tags_are_predicted_as_in_training(tmp_path: Path) -> None:
    """Punctuation apart from words, in the same overlapping windows."""
    folder = save_head("entities", tmp_path / "model", labels=IOB2)
    text = "The king saw Paris, Rome and London. " * 4
    model, tokenizer, example = opened(folder), AutoTokenizer.from_pretrained(folder), Example(text, words=split_words(text))
    (answer,) = tag_texts(model, model.spec.head, [text], 20, is_spaced=True)
    evaluator = Evaluator(Task.ENTITIES, AutoModelForTokenClassification.from_pretrained(folder), tokenizer, IOB2, 20)
    found = evaluator.predict(evaluator.encode([example]))
    assert answer.words == example.words
    assert [answer.labels] == evaluator.tags(found, [example])
    assert answer.probabilities == pytest.approx(evaluator.confidences(found, [example])[0], abs=1e-5)
