"""What the papers say of the models that are compared: the idea that each changed, and what its authors measured."""

import streamlit as st

from bertplay.wording import english, mark, t

PAPERS = (
    (
        english("BERT (Devlin et al. 2019)"),
        mark(
            "Guesses 15% of the pieces from both sides (of these 80% are masked, 10% exchanged, 10% left), and whether a second "
            "sentence follows: half of the pairs are random."
        ),
        mark(
            "Next sentence: 97 to 98% right. Masked perplexity with 3, 6 and 12 layers: 5.84, 4.68, 3.99. MNLI: 84.4; without next "
            "sentence 83.9; without it and left to right 82.1. Encoder and pooler: 109,482,240 weights, large 335,141,888."
        ),
    ),
    (
        english("RoBERTa (Liu et al. 2019)"),
        mark("Leaves next sentence out, draws the masks anew at each pass, and reads far more, for longer."),
        mark("Without next sentence the tasks come out as well or a little better. Encoder and pooler: 124,645,632 weights."),
    ),
    (
        english("ALBERT (Lan et al. 2020)"),
        mark("One layer's weights for all layers, a narrow table of pieces, and sentence order in place of next sentence."),
        mark("Encoder and pooler: 11,683,584 weights, a ninth of BERT-base."),
    ),
    (
        english("XLNet (Yang et al. 2019)"),
        mark("Guesses words in a shuffled order without any mask, so that a guess can build on another."),
        mark("With the text and the size of BERT-large it was ahead on every task that was tried."),
    ),
    (
        english("Small BERTs (Turc et al. 2019)"),
        mark("The same training with fewer and narrower layers."),
        mark("SST-2 with Tiny, Mini, Small, Medium and Base: 83.2, 85.9, 89.7, 89.6, 93.5%."),
    ),
)
"""Paper, what it changed, what it measured."""
READ = mark(
    "Figures of the papers, of models and texts far larger than those here. One seed more or less moves a small task by points as well."
)


def show_papers() -> None:
    """A table behind a fold: it is there for whoever asks, and no answer of a model."""
    with st.expander(t("What each paper changed and measured"), icon=":material/menu_book:"):
        st.table(
            {
                t("paper"): [paper for paper, _, _ in PAPERS],
                t("what it changed"): [t(changed) for _, changed, _ in PAPERS],
                t("what it measured"): [t(measured) for _, _, measured in PAPERS],
            },
            border="horizontal",
            hide_index=True,
            alt=t("The papers behind the models: what each changed, and what it measured."),
        )
        st.caption(t(READ))
