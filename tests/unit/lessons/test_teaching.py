from pathlib import Path

from bertplay.lessons.training_logs import training_logs
from bertplay.models.loaded import LoadedModel
from bertplay.tasks.left_right_context import compare_contexts
from bertplay.tasks.logit_lens import apply_logit_lens
from bertplay.tasks.masked_word import predict_masked_words

TEACHING = Path(__file__).parents[3] / "docs" / "teaching.md"
DOOR = "She opened the [MASK] and went inside."
CAR = "I bought a [MASK] and drove it home."
RELATIVES = ("roberta", "albert", "xlnet")


def plan() -> str:
    return TEACHING.read_text("utf-8")


def test_door_has_more_than_half(bundled_model: LoadedModel) -> None:
    assert "Door has more than half of the probability." in plan()
    first = predict_masked_words(bundled_model, DOOR, top_k=1).masks[0].guesses[0]
    assert first.word == "door"
    assert first.probability > 0.5


def test_the_door_is_there_after_the_third_layer_of_six(bundled_model: LoadedModel) -> None:
    assert "After the third of six." in plan()
    lens = apply_logit_lens(bundled_model, DOOR, top_k=1)
    place = [token.text for token in lens.tokens].index("[MASK]")
    named = [layer.predictions[place][0].word for layer in lens.layers]  # the embeddings first
    assert named.index("door") == 3
    assert len(named) - 1 == 6


def test_only_both_sides_name_the_car(bundled_model: LoadedModel) -> None:
    assert CAR in plan()
    sided = compare_contexts(bundled_model, CAR, top_k=1)
    assert [side.guesses[0].word == "car" for side in (sided.left, sided.right, sided.both)] == [False, False, True]


def test_she_for_the_nurse_and_he_for_the_farmer(bundled_model: LoadedModel) -> None:
    first = [predict_masked_words(bundled_model, f"The {who} said that [MASK] was tired.", top_k=1) for who in ("nurse", "farmer")]
    assert [answer.masks[0].guesses[0].word for answer in first] == ["she", "he"]


def test_bert_read_two_to_five_times_as_much() -> None:
    assert "two to five times as much" in plan().replace("\n", " ")
    read = {log.model: log.course[-1][0] for log in training_logs()}
    times = [read["bert-scratch"] / read[name] for name in RELATIVES]
    assert min(times) > 2
    assert max(times) < 5.5
