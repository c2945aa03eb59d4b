"""Candidates: which of several sentences continues the first one best?"""

from dataclasses import dataclass

import streamlit as st

from bertplay.calls.next_sentence import RANK_CANDIDATES
from bertplay.i18n import N_, _, joined, lazy
from bertplay.lessons.examples import Example
from bertplay.lessons.next_sentence import RankExample, rank_examples
from bertplay.models.spec import Ability
from bertplay.results.classroom import ModelAnswer
from bertplay.ui.kit.tab import GuessFirst, Lines, Tab, Text, Verdict, View, answer, draw, finish, offer_examples
from bertplay.ui.next_sentence.two_sentences import MAX_CHARACTERS

FIRST = Text("text", N_("First sentence"), default=rank_examples()[0].first, max_characters=MAX_CHARACTERS)
CANDIDATES_BOX = Lines(
    "candidates", N_("Possible next sentences, one per line"), default="\n".join(rank_examples()[0].candidates), height=150
)
EXAMPLES = tuple(Example(one.title, {"text": one.first, "candidates": "\n".join(one.candidates)}) for one in rank_examples())
HOW = N_(
    "Each candidate is classified on its own, as the second sentence of a pair, so the probabilities do not add up to 100%: several "
    "candidates can be next, or none."
)


@dataclass(frozen=True, slots=True)
class RankInputs:
    """A sentence, and at least two that may follow it."""

    first: str
    candidates: tuple[str, ...]

    @property
    def example(self) -> RankExample | None:
        """The example that they are, with what is right."""
        return next((one for one in rank_examples() if (one.first, one.candidates) == (self.first, self.candidates)), None)


def draw_inputs(view: View) -> RankInputs | None:
    """The sentence, and the candidates."""
    offer_examples(view, EXAMPLES)
    first = FIRST.draw(view)
    candidates = tuple(dict.fromkeys(line.strip() for line in CANDIDATES_BOX.draw(view).splitlines() if line.strip()))
    if not first.strip() or len(candidates) < 2:
        st.info(_("Type a sentence and at least two candidates, one per line."), icon=":material/edit:")
        return None
    return RankInputs(first, candidates)


def show(view: View, inputs: RankInputs) -> None:
    """One bar a candidate; what is right is marked for an example."""
    from bertplay.charts.next_sentence import candidate_bars

    call = RANK_CANDIDATES(view.model, first=inputs.first, candidates=inputs.candidates)
    result = answer(view, call)
    example = inputs.example
    if example is not None:
        is_right = result.candidates[0].place == example.answer
        st.markdown((_("**Correct.**") if is_right else _("**Not what a reader would say.**")) + " " + _(example.note))
    draw(candidate_bars(result, answer=example.answer if example else None), view.key("bars"))
    finish(view, call, result, HOW)


def draw_guess(inputs: RankInputs, key: str) -> list[str]:
    """One of the candidates, by its number; their texts are plain."""
    for number, text in enumerate(inputs.candidates, start=1):
        st.text(f"{number}  {text[:300]}")
    chosen = st.segmented_control(_("Your choice"), range(1, len(inputs.candidates) + 1), key=key, label_visibility="collapsed")
    return [str(chosen or "")]


def check_guess(view: View, inputs: RankInputs, guess: tuple[str, ...]) -> Verdict:
    """The reader's choice beside the model's."""
    first = view.ask(RANK_CANDIDATES(view.model, first=inputs.first, candidates=inputs.candidates)).candidates[0]
    picked = int(guess[0]) - 1
    sentence = lazy("You: “{reader}” The model: “{model}”", reader=inputs.candidates[picked], model=first.text)
    example = inputs.example
    return Verdict(sentence) if example is None else Verdict(sentence, picked == example.answer, first.place == example.answer)


def model_answers(view: View, inputs: RankInputs) -> list[ModelAnswer]:
    """How probable each candidate is as the next sentence; the shares do not add up to 1."""
    found = view.ask(RANK_CANDIDATES(view.model, first=inputs.first, candidates=inputs.candidates)).candidates
    truth = "" if inputs.example is None else str(inputs.example.answer + 1)
    return [ModelAnswer(tuple((str(one.place + 1), one.probability_next) for one in found), truth)]


CANDIDATES = Tab(
    "candidates",
    N_("Candidates"),
    draw_inputs,
    show,
    needs=Ability.NEXT_SENTENCE,
    guess=GuessFirst(
        prompt=N_("Which sentence comes next?"),
        about=lambda inputs: (inputs.first, *inputs.candidates),
        title=lambda inputs: inputs.first,
        widget=draw_guess,
        choices=lambda inputs: {str(number): joined([text]) for number, text in enumerate(inputs.candidates, start=1)},
        model=model_answers,
        check=check_guess,
    ),
)
