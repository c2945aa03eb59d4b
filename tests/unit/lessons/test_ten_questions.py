"""The ten questions: what they point to exists, and what they show is true of the bundled model."""

import re
from pathlib import Path

from bertplay.lessons.claims import claims
from bertplay.lessons.links import PAGES
from bertplay.lessons.ten_questions import ten_questions
from bertplay.lessons.tutorials import tutorials
from bertplay.models.loaded import LoadedModel
from bertplay.tasks.context_sides import compare_sides
from bertplay.tasks.followed_word import follow_word
from bertplay.tasks.layer_walk import walk_layers
from bertplay.tasks.masked_word import guess_masked_words
from bertplay.tasks.next_sentence import judge_pair
from bertplay.training.config import METHODS_OF, Method, Task
from bertplay.training.data.samples import samples
from bertplay.ui import state
from bertplay.ui.parts.fine_tuning.settings import RATES
from bertplay.ui.parts.ten_questions.experiments import EXPERIMENTS
from bertplay.ui.parts.ten_questions.vectors import with_gap
from bertplay.wording import LANGUAGES, speaking, t

OPENED = {"masked_word", "next_sentence", "wordpiece", "embeddings", "layers", "recurrence", "fine_tuning", "compare"}
ROOT = Path(__file__).parents[3]
LINK_NAMES = {value for name, value in vars(state).items() if name.isupper() and isinstance(value, str)}


def question(name: str):
    return next(q for q in ten_questions() if q.id == name)


def test_there_are_ten_and_all_they_name_exists() -> None:
    assert len(ten_questions()) == 10
    assert len({q.id for q in ten_questions()}) == 10
    assert {q.experiment for q in ten_questions()} == set(EXPERIMENTS)
    assert {q.open for q in ten_questions()} == OPENED
    assert set(PAGES) >= OPENED
    assert all((ROOT / "pages" / f"{q.open}.py").exists() for q in ten_questions())
    assert all(set(q.link) <= LINK_NAMES for q in ten_questions())


def test_the_page_that_has_more_gets_the_texts_of_the_reader() -> None:
    """Every text that one can type."""
    for q in ten_questions():
        own = [name for name in (q.first_in, q.second_in) if name]
        assert set(own) <= PAGES[q.open].names
        assert len(own) == len([text for text in (q.first, q.second) if text]), q.id
    assert question("benefits").link_with("a [MASK]", "b [MASK]") == {
        "part": "contrast",
        "hide": "",
        "text": "a [MASK]",
        "second": "b [MASK]",
    }


def test_every_claim_of_the_text_is_tested_on_a_card() -> None:
    assert sorted(name for q in ten_questions() for name in q.claims) == sorted(claims())


def test_on_every_card_one_can_guess_and_all_but_the_race_take_a_text_of_ones_own() -> None:
    assert [q.id for q in ten_questions() if not q.guess] == []
    assert [q.id for q in ten_questions() if not q.first] == ["rnn"]


def test_every_button_fits_a_narrow_screen() -> None:
    """Two rows on a desk, four on a telephone: in French, too, which is longer."""
    for language in LANGUAGES:
        with speaking(language):
            assert [q.id for q in ten_questions() if len(t(q.short)) > 22] == []
            assert sum(len(t(q.short)) for q in ten_questions()) < 120


def test_the_tutorials_set_what_exists() -> None:
    known = {f"sample:{sample.name}": sample.task for sample in samples()}
    assert [tutorial.id for tutorial in tutorials()] == ["classification", "entities", "corpus"]
    assert [known[tutorial.link["data"]] for tutorial in tutorials()] == [Task.CLASSIFICATION, Task.ENTITIES, Task.MASKED_WORDS]
    for tutorial in tutorials():
        assert set(tutorial.link) <= LINK_NAMES
        assert {Method(name) for name in tutorial.link["methods"].split(".")} <= set(METHODS_OF[known[tutorial.link["data"]]])
        assert tutorial.link.get("rate", RATES[0]) in RATES
        assert 1 <= int(tutorial.link["epochs"]) <= 10


def test_answers_have_three_sentences() -> None:
    for q in ten_questions():
        assert len(re.findall(r"[.!?](?:\s|$)", q.answer.replace("[CLS]", "CLS"))) in (3, 4), q.id


def test_the_door_is_known_in_the_end_and_not_at_the_start(bundled_model: LoadedModel) -> None:
    walk = walk_layers(bundled_model, question("what").first, top_k=5)
    place = [p.text for p in walk.pieces].index("[MASK]")
    assert walk.layers[-1].guesses[place][0].word == "door"
    assert walk.layers[0].final[place, 0] < walk.layers[-1].final[place, 0]


def test_not_changes_little(bundled_model: LoadedModel) -> None:
    """A bird stands among the first five of both: what the card says of negation."""
    q = question("benefits")
    for text in (q.first, q.second):
        assert "bird" in [g.word for g in guess_masked_words(bundled_model, text, top_k=5).masks[0].guesses]


def test_the_letter_is_known_from_both_sides_alone(bundled_model: LoadedModel) -> None:
    """From the left it might be a book; both sides leave little doubt."""
    q = question("embeddings")
    sided = compare_sides(bundled_model, with_gap(q.second.splitlines()[0], q.first), top_k=5)
    first, second = sided.both.guesses[:2]
    assert first.word == "letter"
    assert first.probability > 2 * second.probability
    for side in (sided.left, sided.right):
        assert all(guess.probability < first.probability / 2 for guess in side.guesses if guess.word == "letter")
        assert side.guesses[0].word != "letter"


def test_the_letter_of_the_post_ends_nearer_to_the_other_letter_of_the_post(bundled_model: LoadedModel) -> None:
    """Though it starts nearest to the one in the word, which stands at the same place."""
    q = question("embeddings")
    found = follow_word(bundled_model, q.first, q.second.splitlines())
    assert found.cosines[0][1] > found.cosines[0][0] + 0.1
    assert found.cosines[-1][0] > found.cosines[-1][1] + 0.1
    assert found.cosines[-1][1] > found.baselines[-1].high


def test_the_link_of_the_letter_has_the_sentences_of_the_card() -> None:
    q = question("embeddings")
    assert q.link_with(q.first, q.second) == {"meaning": "", "word": q.first, "lines": q.second}
    assert q.link_with("bank", "a bank\nb bank") == {"meaning": "", "word": "bank", "lines": "a bank\nb bank"}


def test_the_letter_is_continued(bundled_model: LoadedModel) -> None:
    q = question("tasks")
    assert judge_pair(bundled_model, q.first, q.second).probability_next > 0.8
