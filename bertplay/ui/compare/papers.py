"""What the papers found, below the models that are compared: what each changed, and what its authors measured."""

import streamlit as st

from bertplay.i18n import N_, _
from bertplay.ui.kit import link

PAPERS = (
    (
        "BERT (Devlin et al. 2019)",
        N_(
            "Predicts 15% of the tokens from left and right context (80% of them masked, 10% replaced, 10% kept), and whether a second "
            "sentence follows: half of the pairs are random."
        ),
        N_(
            "Next-sentence accuracy: 97 to 98%. Masked perplexity with 3, 6 and 12 layers: 5.84, 4.68, 3.99. MNLI: 84.4; without "
            "next-sentence prediction 83.9; left to right and without it 82.1. Encoder and pooler: 109,482,240 parameters, large "
            "335,141,888."
        ),
    ),
    (
        "RoBERTa (Liu et al. 2019)",
        N_("Drops next-sentence prediction, samples new masks in every epoch (dynamic masking), and trains on far more text, for longer."),
        N_(
            "Without next-sentence prediction, results on downstream tasks are as good or slightly better. Encoder and pooler: "
            "124,645,632 parameters."
        ),
    ),
    (
        "ALBERT (Lan et al. 2020)",
        N_(
            "Shares one layer's weights across all layers, factorizes the token embeddings, and predicts sentence order in place of "
            "the next sentence."
        ),
        N_("Encoder and pooler: 11,683,584 parameters, a ninth of BERT-base."),
    ),
    (
        "XLNet (Yang et al. 2019)",
        N_(
            "Predicts tokens in a random order (permutation language modelling), without masks, so that each prediction can build on "
            "earlier ones."
        ),
        N_("With the training text and the size of BERT-large, it was better on every task tested."),
    ),
    (
        "Small BERTs (Turc et al. 2019)",
        N_("The same pretraining with fewer layers and a smaller hidden size."),
        N_("SST-2 with Tiny, Mini, Small, Medium and Base: 83.2, 85.9, 89.7, 89.6, 93.5%."),
    ),
)
"""Paper, what it changed, what it measured."""
READ = N_(
    "Figures from the papers, for models and corpora far larger than those here. On a small task, the random seed alone can change "
    "accuracy by several points."
)


def show_papers() -> None:
    """A table in an expander: the figures of the papers, none of them computed here. Not where a link fixes what is asked."""
    if link.is_fixed():
        return
    with st.expander(_("What each paper changed and measured"), icon=":material/menu_book:"):
        st.table(
            {
                _("paper"): [paper for paper, _, _ in PAPERS],
                _("what it changed"): [_(changed) for _unused, changed, _unused in PAPERS],
                _("what it measured"): [_(measured) for _unused, _unused, measured in PAPERS],
            },
            border="horizontal",
            hide_index=True,
            alt=_("The papers behind the models: what each changed, and what it measured."),
        )
        st.caption(_(READ))
