"""Two sentences: does the second continue the first? And swapped?"""

from dataclasses import dataclass

import streamlit as st

from bertplay.calls.next_sentence import PREDICT_BOTH_ORDERS, PREDICT_NEXT_SENTENCE
from bertplay.i18n import N_, _, lazy
from bertplay.lessons.examples import Example
from bertplay.lessons.next_sentence import PairExample, pair_examples
from bertplay.models.spec import Ability
from bertplay.results.classroom import ModelAnswer
from bertplay.summaries.next_sentence import summarize_both_orders
from bertplay.ui.components.token_strip import Cell, Row, token_strip
from bertplay.ui.kit.tab import GuessFirst, Tab, Text, Verdict, View, answer, draw, finish, offer_examples, say
from bertplay.ui.next_sentence.accuracy import about_accuracy

MAX_CHARACTERS = 20_000
FIRST = Text("text", N_("First sentence"), default=pair_examples()[0].first, max_characters=MAX_CHARACTERS)
SECOND = Text("second", N_("Does this one continue it?"), default=pair_examples()[0].second, max_characters=MAX_CHARACTERS)
EXAMPLES = tuple(Example(one.title, {"text": one.first, "second": one.second}) for one in pair_examples())
ORDER_MODEL = "albert"
YES, NO = "yes", "no"
ANSWERS = {YES: N_("It continues"), NO: N_("It does not continue")}
HOW = N_(
    "**Label 0 means “is next”**, label 1 “is not next”. Nearly everyone gets this backwards, because elsewhere 1 means yes. Below each "
    "token is the id of its segment, 0 for the first sentence and 1 for the second; a segment embedding is added to the token's "
    "embedding. Only the [CLS] vector of the last layer is used: the pooler and a linear layer turn it into two logits, and softmax "
    "turns these into two probabilities."
)
SWAPPED = N_(
    "Two sentences of one text share their topic, whichever comes first, so the topic alone is enough for next-sentence prediction. "
    "ALBERT (Lan et al. 2020) therefore predicts the order of two sentences instead: there, the topic does not help."
)


@dataclass(frozen=True, slots=True)
class PairInputs:
    """Two sentences."""

    first: str
    second: str

    @property
    def example(self) -> PairExample | None:
        """The example that they are, with what is right."""
        return next((one for one in pair_examples() if (one.first, one.second) == (self.first, self.second)), None)


def draw_inputs(view: View) -> PairInputs | None:
    """Both sentences, and a button that swaps them."""
    offer_examples(view, EXAMPLES)
    inputs = PairInputs(FIRST.draw(view), SECOND.draw(view))
    keys = view.key(FIRST.name), view.key(SECOND.name)
    st.button(_("Swap"), icon=":material/swap_vert:", type="tertiary", key=view.key("swap"), on_click=swap, args=keys)
    if not (inputs.first.strip() and inputs.second.strip()):
        st.info(_("Type two sentences, or choose one of the examples."), icon=":material/edit:")
        return None
    return inputs


def swap(first: str, second: str) -> None:
    """Exchange two values of the session."""
    st.session_state[first], st.session_state[second] = st.session_state[second], st.session_state[first]


def show(view: View, inputs: PairInputs) -> None:
    """The two labels, the tokens with their segments, and the pair swapped."""
    from bertplay.charts.next_sentence import both_orders_bars, next_sentence_bars

    call = PREDICT_NEXT_SENTENCE(view.model, first=inputs.first, second=inputs.second)
    result = answer(view, call)
    if (example := inputs.example) is not None:
        is_right = result.is_next == example.follows
        st.markdown((_("**Correct.**") if is_right else _("**Not what a reader would say.**")) + " " + _(example.note))
    draw(next_sentence_bars(result), view.key("bars"))
    tokens = zip(result.tokens, result.segments, strict=True)
    cells = [Cell(token.text, "second" if segment else "first", below=str(segment)) for token, segment in tokens]
    token_strip([Row(cells)], view.key("segments"), picture="segments")
    st.subheader(_("And swapped?"), anchor=False)
    models = ((view.model, _("BERT: is it next?")), (ORDER_MODEL, _("ALBERT: in this order?")))
    both = [(title, view.ask(PREDICT_BOTH_ORDERS(model, first=inputs.first, second=inputs.second))) for model, title in models]
    say(view, summarize_both_orders(both[0][1]), name="swapped")
    draw(both_orders_bars(both), view.key("swapped_bars"))
    finish(view, call, result, HOW, SWAPPED, *about_accuracy(view.model))


def check_guess(view: View, inputs: PairInputs, guess: tuple[str, ...]) -> Verdict:
    """The reader's answer beside the model's; for an example it is known who is right."""
    predicted = view.ask(PREDICT_NEXT_SENTENCE(view.model, first=inputs.first, second=inputs.second)).is_next
    model = ANSWERS[YES if predicted else NO]
    sentence = lazy("You: {reader}. The model: {model}.", reader=lazy(ANSWERS[guess[0]]), model=lazy(model))
    if inputs.example is None:
        return Verdict(sentence)
    return Verdict(sentence, (guess[0] == YES) == inputs.example.follows, predicted == inputs.example.follows)


def model_answers(view: View, inputs: PairInputs) -> list[ModelAnswer]:
    """The probabilities of both labels, and for an example what is right."""
    found = view.ask(PREDICT_NEXT_SENTENCE(view.model, first=inputs.first, second=inputs.second)).probability_next
    truth = "" if inputs.example is None else YES if inputs.example.follows else NO
    return [ModelAnswer(((YES, found), (NO, 1 - found)), truth)]


TWO_SENTENCES = Tab(
    "two_sentences",
    N_("Two sentences"),
    draw_inputs,
    show,
    needs=Ability.NEXT_SENTENCE,
    guess=GuessFirst(
        prompt=N_("Does the second sentence continue the first?"),
        about=lambda inputs: (inputs.first, inputs.second),
        title=lambda inputs: f"{inputs.first}\n{inputs.second}",
        choices=lambda _inputs: ANSWERS,
        model=model_answers,
        check=check_guess,
    ),
)
