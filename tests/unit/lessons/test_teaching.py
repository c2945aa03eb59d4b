"""What docs/teaching.md promises a class is what the bundled models do."""

from pathlib import Path

from bertplay.lessons.training_logs import training_logs
from bertplay.models.loaded import LoadedModel
from bertplay.tasks.context_sides import compare_sides
from bertplay.tasks.layer_walk import walk_layers
from bertplay.tasks.masked_word import guess_masked_words

TEACHING = Path(__file__).parents[3] / "docs" / "teaching.md"
DOOR = "She opened the [MASK] and went inside."
LETTER = "He wrote a [MASK] to his mother and sent it by post."
RELATIVES = ("roberta", "albert", "xlnet")


def plan() -> str:
    return TEACHING.read_text("utf-8")


def test_door_has_nine_tenths(bundled_model: LoadedModel) -> None:
    assert "Door has nine tenths of the probability." in plan()
    first = guess_masked_words(bundled_model, DOOR, top_k=1).masks[0].guesses[0]
    assert first.word == "door"
    assert round(10 * first.probability) == 9


def test_the_door_is_there_after_the_third_layer_of_eight(bundled_model: LoadedModel) -> None:
    assert "After the third of eight." in plan()
    walk = walk_layers(bundled_model, DOOR, top_k=1)
    place = [piece.text for piece in walk.pieces].index("[MASK]")
    named = [layer.guesses[place][0].word for layer in walk.layers]  # the embeddings first
    assert named.index("door") == 3
    assert len(named) - 1 == 8


def test_only_both_sides_name_the_letter(bundled_model: LoadedModel) -> None:
    assert LETTER in plan()
    sided = compare_sides(bundled_model, LETTER, top_k=1)
    assert [side.guesses[0].word == "letter" for side in (sided.left, sided.right, sided.both)] == [False, False, True]


def test_she_for_the_nurse_and_he_for_the_farmer(bundled_model: LoadedModel) -> None:
    first = [guess_masked_words(bundled_model, f"The {who} said that [MASK] was tired.", top_k=1) for who in ("nurse", "farmer")]
    assert [answer.masks[0].guesses[0].word for answer in first] == ["she", "he"]


def test_bert_read_two_to_five_times_as_much() -> None:
    assert "two to five times as much" in plan().replace("\n", " ")
    read = {log.model: log.course[-1][0] for log in training_logs()}
    times = [read["bert"] / read[name] for name in RELATIVES]
    assert min(times) > 2
    assert max(times) < 5.5
