"""Several of some options: what a link may contain, and what remains when some are not available."""

from bertplay.ui.kit.choices import Choices

METHODS = Choices("methods", "Methods", default=("full",), options={"full": "All weights", "random": "Random weights", "tfidf": "TF-IDF"})


def test_a_link_has_the_values_joined_by_dots_in_the_order_of_the_options() -> None:
    assert METHODS.read("tfidf.full") == ("full", "tfidf")
    assert METHODS.write(("full", "tfidf")) == "full.tfidf"


def test_what_is_no_option_is_passed_over_and_the_default_is_as_good() -> None:
    assert METHODS.read("nothing.random.random") == ("random",)
    assert METHODS.read("nothing") == METHODS.clean(()) == ("full",)
    few = Choices("methods", "Methods", default=("full",), options={"random": "Random weights"})
    assert few.clean(("tfidf",)) == ("random",), "of a default that is no option the first is taken"


def test_none_at_all_is_a_choice_where_it_may_be() -> None:
    states = Choices("states", "States", options={"queued": "queued"}, may_be_empty=True)
    assert states.read("") == states.clean([]) == ()
