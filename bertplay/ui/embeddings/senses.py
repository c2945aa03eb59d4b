"""Which layer separates the senses of a word: the reader's guess, then the measure."""

import streamlit as st

from bertplay.calls.embeddings import SEPARATE_SENSES
from bertplay.i18n import N_, _, lazy
from bertplay.models.spec import Ability
from bertplay.results.classroom import ModelAnswer
from bertplay.results.embeddings import SenseSeparation
from bertplay.ui.embeddings.sentences import WordInputs, draw_word
from bertplay.ui.kit.tab import GuessFirst, Tab, Toggle, Verdict, View, answer, draw, finish

CENTRED = Toggle("centred", N_("Centred cosines"))
HOW = N_(
    "**Above:** each vector is left out in turn, and the centre of a sense is the mean of its other vectors. The line shows the share of "
    "vectors that lie nearest to the centre of their own sense. The silhouette compares the distance of each vector to its own sense "
    "with that to the nearest other sense. With BERT-base and many words, classifying by the nearest centre reaches an F1 of 71.1 "
    "(Coenen et al. 2019). With two dozen sentences, a few percent more or less mean nothing."
)
COSINES = N_(
    "**Below:** a cosine on its own is misleading. The vectors of a layer all point in roughly the same direction, so even random words "
    "are similar; this is true of BERT-base, too (Ethayarajh 2019). The distance between the lines is what counts. Centred: the mean of "
    "random words of these sentences is subtracted first."
)


def show(view: View, inputs: WordInputs) -> None:
    """Accuracy by layer, then the cosines behind it."""
    from bertplay.charts.embeddings import cosine_lines, separation_lines

    call = SEPARATE_SENSES(view.model, query=inputs.query)
    with st.spinner(_("Computing the vectors")):
        result = answer(view, call)
    draw(separation_lines(result), view.key("separation"))
    draw(cosine_lines(result, centred=CENTRED.draw(view)), view.key("cosines"))
    finish(view, call, result, HOW, COSINES)


def check_guess(view: View, inputs: WordInputs, guess: tuple[str, ...]) -> Verdict:
    """The reader's layer beside the best one; layers that are equally good are all right."""
    found = view.ask(SEPARATE_SENSES(view.model, query=inputs.query))
    layer = int(guess[0])
    share, best = accuracy_at(found, layer), accuracy_at(found, found.best)
    if share == best:
        return Verdict(lazy("You were right: layer {layer}, {share:.0%}.", layer=layer, share=share))
    said = N_("Your guess: layer {layer}, {share:.0%}. Best: layer {best}, {most:.0%}.")
    return Verdict(lazy(said, layer=layer, share=share, best=found.best, most=best))


def model_answers(view: View, inputs: WordInputs) -> list[ModelAnswer]:
    """The layers that separate the senses best."""
    found = view.ask(SEPARATE_SENSES(view.model, query=inputs.query))
    best = accuracy_at(found, found.best)
    return [ModelAnswer(tuple((str(one.layer), 1.0) for one in found.layers if one.accuracy == best))]


def accuracy_at(found: SenseSeparation, layer: int) -> float:
    """The share of vectors nearest to the centre of their own sense; 0 for a layer that there is not."""
    return next((one.accuracy for one in found.layers if one.layer == layer), 0.0)


SENSES = Tab(
    "senses",
    N_("Which layer separates senses"),
    draw_word,
    show,
    needs=Ability.EMBEDDING,
    guess=GuessFirst(
        prompt=N_("Which layer separates the senses best?"),
        about=lambda inputs: (inputs.query.word, *inputs.query.texts),
        title=lambda inputs: inputs.query.word,
        choices=lambda inputs: {str(layer): lazy("layer {layer}", layer=layer) for layer in range(inputs.layers + 1)},
        is_number=True,
        model=model_answers,
        check=check_guess,
    ),
)
