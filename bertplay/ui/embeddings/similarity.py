"""Sentence similarity: sentences as vectors, beside unrelated sentences and beside word2vec."""

from dataclasses import dataclass, replace

import streamlit as st

from bertplay.calls.embeddings import COMPARE_SENTENCES, EMBED
from bertplay.files.labelled import Labelled
from bertplay.i18n import N_, _
from bertplay.lessons.examples import Example
from bertplay.lessons.sense_samples import FIRST_QUERY, sentence_sample, unrelated_sentences
from bertplay.models.catalog import find_model
from bertplay.models.spec import Ability
from bertplay.summaries.embeddings import summarize_beside_static
from bertplay.ui.embeddings.files import vector_files
from bertplay.ui.embeddings.sentences import LINES, draw_lines
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import Choice, Number, Tab, Text, Toggle, View, draw, explain, finish, offer_examples, say

STATIC_MODEL = "word2vec"
NEGATED = "The doctor gave the patient a new medicine."
QUERY = Text("text", N_("Which sentences are similar to this one?"), default=FIRST_QUERY, max_characters=2_000)
SENTENCES = replace(LINES, default="\n".join(sentence_sample()), help=N_("At most 2,000."), is_shared=False)
EXAMPLES = (
    Example(N_("Music"), {"text": FIRST_QUERY}),
    Example(N_("Negation"), {"text": NEGATED}),
    Example(N_("Nothing similar"), {"text": "The parliament passed a law on taxes."}),
)
POOLINGS = {"mean": N_("Mean of all tokens"), "cls": N_("Vector of [CLS]"), "max": N_("Maximum")}
POOLING = Choice("pooling", N_("One vector for a sentence"), default="mean", options=POOLINGS)
LAYER = Number("layer", N_("Layer"), default=0, low=0, high=0)
CENTRED = Toggle("centred", N_("Centred cosines"), default=True)
SHOWN = 8
HOW = N_(
    "Similarity is the cosine of two vectors in the space of all dimensions. On its own it is misleading, because even unrelated "
    "sentences have high cosines: the bars at the top show where nine in ten unrelated pairs lie, and a dot no further right than the "
    "bar of its colour is no better than chance. Centred: the mean of about 60 unrelated sentences is subtracted first, so that "
    "unrelated ones lie around 0.\n\nBERT was never trained to make sentences comparable, and a “not” hardly changes the vector: see the "
    "example of negation. word2vec has one vector for each word, whatever its context; if the mean of those does as well, the words "
    "alone were enough."
)
NOT_AS_PUBLISHED = N_("To make a sentence vector, its authors use a step that is not computed here: {step}.")
CLS_AT_0 = N_("At layer 0, [CLS] has not attended to anything yet: it is the same vector in every sentence.")


@dataclass(frozen=True, slots=True)
class SimilarityInputs:
    """A sentence, those it is compared with, and how a sentence becomes one vector."""

    query: str
    given: Labelled
    pooling: str
    layer: int


def draw_inputs(view: View) -> SimilarityInputs | None:
    """The sentence, the others folded away, then pooling and layer."""
    offer_examples(view, EXAMPLES)
    query = QUERY.draw(view).strip()
    with st.expander(_("Sentences"), icon=":material/edit_note:"):
        given = draw_lines(view, SENTENCES)
    spec = find_model(view.model)
    last, options = (
        spec.layers,
        {**({"published": N_("As its authors recommend")} if spec.default_pooling == "published" else {}), **POOLINGS},
    )
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        pooling = replace(POOLING, options=options, default=spec.default_pooling).draw(view)
        layer = replace(LAYER, default=last, high=last).draw(view)
    if spec.pooling and spec.pooling.unknown:
        st.caption(plain(_(NOT_AS_PUBLISHED, step=spec.pooling.unknown)))
    if not query or not given.texts:
        st.info(_("Type a sentence, and others to compare it with."), icon=":material/edit:")
        return None
    return SimilarityInputs(query, given, pooling, layer)


def show(view: View, inputs: SimilarityInputs) -> None:
    """The nearest sentences, then each with each."""
    from bertplay.charts.embeddings import neighbour_dots
    from bertplay.charts.similarity_heatmap import similarity_heatmap

    asked = {"texts": inputs.given.texts, "query": inputs.query, "unrelated": unrelated_sentences(), "top_k": SHOWN}
    call = COMPARE_SENTENCES(view.model, **asked, pooling=inputs.pooling, layer=inputs.layer)
    with st.spinner(_("Computing the vectors")):
        result, static = view.ask(call), view.ask(COMPARE_SENTENCES(STATIC_MODEL, **asked))
    summary = summarize_beside_static(result, static)
    say(view, summary)
    if inputs.pooling == "cls" and inputs.layer == 0:
        st.text(_(CLS_AT_0))
    if result.nearest:
        draw(neighbour_dots(result.nearest, result.baseline, result.baseline_centred), view.key("nearest"))
    st.subheader(_("Every sentence with every other"), anchor=False)
    draw(similarity_heatmap(result, centred=CENTRED.draw(view)), view.key("matrix"))
    if len(result.cosines) < len(result.texts):
        st.caption(_("The first {shown} of {n:,} sentences.", shown=len(result.cosines), n=len(result.texts)))
    explain(summary, HOW)
    vectors = EMBED(view.model, texts=inputs.given.texts, pooling=inputs.pooling, layer=inputs.layer)
    finish(view, call, result, files=vector_files(view, vectors, f"sentence_vectors_layer_{inputs.layer}"))


SIMILARITY = Tab("similarity", N_("Sentence similarity"), draw_inputs, show, needs=Ability.EMBEDDING)
