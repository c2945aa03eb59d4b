"""Test on a text: its sentences in true pairs, swapped, and in pairs that do not belong together."""

import streamlit as st

from bertplay.calls.next_sentence import EVALUATE_PAIRS
from bertplay.i18n import N_, _, lazy
from bertplay.lessons.examples import Example
from bertplay.lessons.next_sentence import samples
from bertplay.models.spec import Ability
from bertplay.results.classroom import ModelAnswer
from bertplay.results.next_sentence import NextSentenceEvaluation
from bertplay.summaries.next_sentence import KINDS
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import GuessFirst, Lines, Tab, Verdict, View, answer, draw, finish, offer_examples

TEXT = Lines("text", N_("One or more paragraphs, with a blank line between them"), default=samples()[0].text, height=200)
EXAMPLES = tuple(Example(one.title, {"text": one.text}) for one in samples())
MISTAKES = 6
HOW = N_(
    "- **True pairs**: a sentence and the one after it. Only for these is “is next” correct.\n- **Swapped**: the same two in reverse "
    "order.\n- **Same paragraph, not adjacent**: one topic, but not neighbours.\n- **From two paragraphs**: in a text of several topics, "
    "the only kind that resembles the negative pairs of the training.\n\nIn training, every negative pair came from two documents, so the "
    "topic gave it away. Therefore two sentences on the same topic look like a true pair. ALBERT (Lan et al. 2020) was instead trained "
    "to distinguish swapped pairs from true ones. Each point is a pair; the line below the points spans the middle half of them, and the "
    "mark on it is the median."
)


def draw_inputs(view: View) -> str | None:
    """The text."""
    offer_examples(view, EXAMPLES)
    text = TEXT.draw(view)
    if not text.strip():
        st.info(_("Paste a text of at least two sentences."), icon=":material/edit:")
        return None
    return text


def show(view: View, text: str) -> None:
    """The pairs of each kind as points, and the worst mistakes."""
    from bertplay.charts.next_sentence_evaluation import kind_points

    call = EVALUATE_PAIRS(view.model, text=text)
    with st.spinner(_("Classifying the pairs")):
        result = answer(view, call)
    draw(kind_points(result), view.key("points"))
    show_mistakes(result)
    finish(view, call, result, HOW)


def show_mistakes(found: NextSentenceEvaluation) -> None:
    """The worst mistakes, folded away."""
    if not found.mistakes:
        return
    with st.expander(_("The worst mistakes"), icon=":material/report:"):
        for pair in found.mistakes[:MISTAKES]:
            st.caption(_("{kind}: {share:percent} that the second is next", kind=_(KINDS[pair.kind]), share=pair.probability_next))
            st.text(plain(found.sentences[pair.first].text))
            st.text(plain(found.sentences[pair.second].text))


def check_guess(view: View, text: str, guess: tuple[str, ...]) -> Verdict:
    """Whether the reader named the kind that is most often classified wrongly; the model is not asked which."""
    found = view.ask(EVALUATE_PAIRS(view.model, text=text))
    reader = lazy(next(title for kind, title in KINDS.items() if kind.value == guess[0]))
    if not found.mistakes:
        return Verdict(lazy("You: {reader}. The model classifies every pair correctly.", reader=reader))
    hardest = min(found.scores, key=lambda score: score.accuracy)
    return Verdict(lazy("You: {reader}. Most often wrong: {kinds}.", reader=reader, kinds=lazy(KINDS[hardest.kind])))


def model_answers(view: View, text: str) -> list[ModelAnswer]:
    """The kind that is most often classified wrongly; nothing when every pair is classified correctly."""
    found = view.ask(EVALUATE_PAIRS(view.model, text=text))
    return [ModelAnswer(((min(found.scores, key=lambda score: score.accuracy).kind.value, 1.0),) if found.mistakes else ())]


TEST_ON_TEXT = Tab(
    "test",
    N_("Test on a text"),
    draw_inputs,
    show,
    needs=Ability.NEXT_SENTENCE,
    guess=GuessFirst(
        prompt=N_("Which pairs will the model most often classify wrongly?"),
        about=lambda text: (text,),
        title=lambda text: text,
        choices=lambda _text: {kind.value: title for kind, title in KINDS.items()},
        model=model_answers,
        check=check_guess,
    ),
)
