"""Sentences as vectors: what is near to what, and why a cosine alone says little."""

import numpy as np
import streamlit as st

from bertplay.charts.embeddings import cosine_matrix, neighbour_dots
from bertplay.lessons.labelled import from_lines
from bertplay.lessons.sense_samples import FIRST_QUERY, sentence_sample, unrelated_sentences
from bertplay.models.catalog import find_model
from bertplay.results.embeddings import SentenceComparison
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import word_input
from bertplay.ui.figure import draw
from bertplay.ui.parts.embeddings.ask import MOST_LINE_CHARACTERS, choose_among, choose_step, say_left_out, take_file
from bertplay.ui.parts.embeddings.keep import as_npy, download
from bertplay.ui.parts.embeddings.remembered import Watch, remembered
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv
from bertplay.wording import mark, t, t_n

POOLINGS = {"mean": mark("Mean of all pieces"), "cls": "[CLS]", "max": mark("Maximum")}
SHOWN = 8
NEAR = mark(
    "The nearest to your sentence in the space of all dimensions, not on a map. Raw cosines mislead: unrelated sentences already have "
    "those of the bar above. Centred, after the mean of about 60 unrelated sentences is taken away, they lie around 0. A dot that is "
    "no further right than the bar of its colour says no more than chance."
)
NOT = mark(
    "BERT was never trained to make sentences comparable, and hardly hears a “not”: look for “The doctor gave the patient a new medicine.”"
)
CLS_AT_0 = mark("At layer 0 [CLS] has seen nothing: it is the same vector in every sentence.")


def show_sentences(model: str) -> None:
    """The sentences, the query, pooling and layer; neighbours and the matrix."""
    from bertplay.tasks.embeddings import compare_sentences

    texts = ask_sentences()
    query = ask_query()
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        pooling = choose_among(state.POOLING, POOLINGS, t("One vector a sentence"))
    last = find_model(model).layers
    layer = choose_step(state.POOL_LAYER, {i: str(i) if i else t("0 (embeddings)") for i in range(last + 1)}, t("Layer"), last)

    def compute(watch: Watch) -> SentenceComparison:
        options = {"pooling": pooling, "layer": layer, "top_k": SHOWN}
        return get_backend().call(model, compare_sentences, texts, query, unrelated_sentences(), watch=watch, **options)  # type: ignore[arg-type]

    found = remembered(("sentences", model, texts, query, pooling, layer), len(texts), compute)
    if found.cut:
        st.text(
            t_n(
                "{n:,} sentence is longer than the model's window; its first pieces were used.",
                "{n:,} sentences are longer than the model's window; their first pieces were used.",
                len(found.cut),
            )
        )
    if pooling == "cls" and layer == 0:
        st.text(t(CLS_AT_0))
    draw(neighbour_dots(found.nearest, found.baseline, found.baseline_centred), key="neighbour_dots")
    st.caption(f"{t(NEAR)} {t(NOT)}")
    show_matrix(found)
    keep(found)
    arguments = (list(texts[:3]), query, list(unrelated_sentences()[:20]))
    show_program(task_program(model, "bertplay.tasks.embeddings", "compare_sentences", *arguments, pooling=pooling, layer=layer))


def ask_sentences() -> tuple[str, ...]:
    """The sentences to compare: a handful that come along, or the reader's own."""
    default = "\n".join(sentence_sample())
    state.seed(state.POOL_LINES, default)
    with st.expander(t("The sentences, and your own"), icon=":material/edit_note:"):
        take_file(state.POOL_FILE, state.POOL_LINES)
        st.text_area(t("Sentences, one a line"), key=state.POOL_LINES, max_chars=MOST_LINE_CHARACTERS, height=260, persist_state="session")
    lines = st.session_state[state.POOL_LINES] or ""
    if not state.publish(state.POOL_LINES, lines, default):
        st.caption(t("These sentences are too long to travel in the link of the page."))
    given = from_lines(lines)
    if given.left_out:
        say_left_out(given)
    return given.texts


def ask_query() -> str:
    """The sentence to look for."""
    state.seed(state.POOL_QUERY, FIRST_QUERY)
    query = word_input(t("What is near to this sentence?"), state.POOL_QUERY, max_chars=2_000, persist_state="session", live="300ms")
    state.publish(state.POOL_QUERY, query, FIRST_QUERY)
    return without_surrogates(query).strip()


def show_matrix(found: SentenceComparison) -> None:
    """Every sentence with every other, raw or centred."""
    from bertplay.tasks.embeddings import MOST_IN_MATRIX

    st.markdown(t("**Every sentence with every other**"))
    is_centred = st.toggle(t("Centred"), value=True, key="matrix_centred")
    base = found.baseline_centred if is_centred else found.baseline
    draw(cosine_matrix(found, centred=is_centred), key="cosine_matrix")
    shown = t("The first {shown} of {n:,}.", shown=MOST_IN_MATRIX, n=len(found.texts)) + " " if len(found.texts) > MOST_IN_MATRIX else ""
    unrelated = t(
        "Unrelated sentences have {mean:.2f} on average at this layer, nine in ten between {low:.2f} and "
        "{high:.2f}. The numbers are the places in your list.",
        mean=base.mean,
        low=base.low,
        high=base.high,
    )
    st.caption(f"{shown}{unrelated}")


def keep(found: SentenceComparison) -> None:
    """The neighbours, and the vectors of all sentences, made when asked for."""
    from bertplay.tasks.embeddings import embed

    def vectors() -> np.ndarray:
        return get_backend().call(found.model, embed, found.texts, pooling=found.pooling, layer=found.layer).vectors

    def vector_table() -> bytes:
        rows = vectors()
        return as_csv(
            ("text", *(f"v{i}" for i in range(rows.shape[1]))), ((t, *v) for t, v in zip(found.texts, rows.tolist(), strict=True))
        )

    def matrix() -> bytes:
        n = len(found.cosines)
        rows = [(i + 1, j + 1, float(found.cosines[i, j]), float(found.centred[i, j])) for i in range(n) for j in range(n)]
        return as_csv(("first", "second", "cosine", "centred"), rows)

    nearest = [(near.index + 1, near.cosine, near.centred, near.text) for near in found.nearest]
    with st.container(horizontal=True, gap="small"):
        download("nearest.csv", t("Neighbours as CSV"), lambda: as_csv(("place", "cosine", "centred", "text"), nearest))
        download("cosines.csv", t("Cosines as CSV"), matrix)
        download("sentence_vectors.csv", t("Vectors as CSV"), vector_table)
        download("sentence_vectors.npy", t("Vectors as .npy"), lambda: as_npy(vectors()))
