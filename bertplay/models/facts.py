"""What each family calls what all of them have, what it can do, and why its authors left the rest out. No torch.

The names are those of config.json and of the weights, as transformers writes them (of the last two, as bertplay does).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bertplay.models.spec import ENCODER, Ability, Family
from bertplay.wording import later, mark

Reasons = Mapping[Ability, str]

USUAL_SIZES = {
    "layers": "num_hidden_layers",
    "hidden": "hidden_size",
    "heads": "num_attention_heads",
    "inner": "intermediate_size",
    "vocabulary": "vocab_size",
    "max_tokens": "max_position_embeddings",
}


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """One family, on paper.

    title      as people write it
    body       how the names of all weights begin that belong to no head
    words      the table of pieces
    sizes      our name of a size -> theirs in config.json
    fixed      sizes that its config.json does not name
    embedding  what config.json calls the width of the table of pieces, where it is not that of the layers
    positions  the table of positions; None where there is none
    unused     its first rows that no piece ever gets: a window of 512 pieces needs 514 of them in RoBERTa
    layers     what stands before the number of a layer in the names of weights; None where layers share theirs
    heads      ability -> a weight that only a model with it has
    always     what it can do without any head
    lacks      ability -> why the authors left it out
    """

    title: str
    body: str
    words: str
    heads: Mapping[Ability, str]
    lacks: Reasons
    sizes: Mapping[str, str] = field(default_factory=lambda: USUAL_SIZES)
    fixed: Mapping[str, int] = field(default_factory=dict)
    embedding: str = ""
    positions: str | None = None
    unused: int = 0
    layers: str | None = ".layer."
    always: frozenset[Ability] = ENCODER


ONLY_ALBERT = mark("Only ALBERT was asked whether two sentences stand in their true order (Lan et al. 2020).")
ONLY_ELECTRA = mark("Only ELECTRA's second half was asked which words had been replaced (Clark et al. 2020).")
OTHERS = {Ability.SENTENCE_ORDER: ONLY_ALBERT, Ability.REPLACED_WORD: ONLY_ELECTRA}


def lacks_pairs(reason: str) -> Reasons:
    """Why a family knows nothing of pairs."""
    return {**OTHERS, Ability.NEXT_SENTENCE: reason}


def like_bert(title: str, family: str, heads: Mapping[Ability, str], lacks: Reasons, unused: int = 0, embedding: str = "") -> FamilyFacts:
    """A family whose encoder has BERT's parts under its own name."""
    table = f"{family}.embeddings.{{}}_embeddings.weight"
    return FamilyFacts(
        title,
        f"{family}.",
        table.format("word"),
        heads,
        lacks,
        positions=table.format("position"),
        unused=unused,
        embedding=embedding,
        layers=None if family == "albert" else ".layer.",
    )


ROBERTA_HEADS = {Ability.MASKED_WORD: "lm_head.dense.weight"}
NO_ATTENTION = mark("It has no attention: it carries a state from one piece to the next.")
A_TABLE = mark("It is a table with one vector for each word, and never sees a sentence (Mikolov et al. 2013).")

FACTS: Mapping[Family, FamilyFacts] = {
    Family.BERT: like_bert(
        "BERT",
        "bert",
        {Ability.MASKED_WORD: "cls.predictions.transform.dense.weight", Ability.NEXT_SENTENCE: "cls.seq_relationship.weight"},
        OTHERS,
    ),
    Family.DISTILBERT: FamilyFacts(
        "DistilBERT",
        "distilbert.",
        "distilbert.embeddings.word_embeddings.weight",
        {Ability.MASKED_WORD: "vocab_transform.weight"},
        lacks_pairs(mark("It was distilled from a BERT without next-sentence prediction, following RoBERTa (Sanh et al. 2019).")),
        sizes={
            "layers": "n_layers",
            "hidden": "dim",
            "heads": "n_heads",
            "inner": "hidden_dim",
            "vocabulary": "vocab_size",
            "max_tokens": "max_position_embeddings",
        },
        positions="distilbert.embeddings.position_embeddings.weight",
    ),
    Family.ROBERTA: like_bert(
        "RoBERTa",
        "roberta",
        ROBERTA_HEADS,
        lacks_pairs(
            mark("Its authors left next-sentence prediction out: without it results were as good or better (Liu et al. 2019, 4.2).")
        ),
        unused=2,
    ),
    Family.XLM_ROBERTA: like_bert(
        "XLM-R",
        "roberta",
        ROBERTA_HEADS,
        lacks_pairs(mark("Like RoBERTa it learned from masked words alone, in a hundred languages (Conneau et al. 2020).")),
        unused=2,
    ),
    Family.CAMEMBERT: like_bert(
        "CamemBERT",
        "roberta",
        ROBERTA_HEADS,
        lacks_pairs(mark("Like RoBERTa it learned from masked words alone, in French (Martin et al. 2020).")),
        unused=2,
    ),
    Family.ELECTRA: like_bert(
        "ELECTRA",
        "electra",
        {Ability.MASKED_WORD: "generator_predictions.dense.weight", Ability.REPLACED_WORD: "discriminator_predictions.dense.weight"},
        {
            Ability.MASKED_WORD: mark(
                "This half of ELECTRA marks replaced words and guesses none; its generator guesses (Clark et al. 2020)."
            ),
            Ability.REPLACED_WORD: mark("This half of ELECTRA guesses words; its discriminator marks replaced ones (Clark et al. 2020)."),
            Ability.NEXT_SENTENCE: mark("It learned from replaced words alone (Clark et al. 2020)."),
            Ability.SENTENCE_ORDER: ONLY_ALBERT,
        },
        embedding="embedding_size",
    ),
    Family.ALBERT: like_bert(
        "ALBERT",
        "albert",
        {Ability.MASKED_WORD: "predictions.dense.weight", Ability.SENTENCE_ORDER: "sop_classifier.classifier.weight"},
        {
            Ability.NEXT_SENTENCE: mark(
                "It learned the order of sentences instead: whether one follows another is mostly a matter of topic, "
                "and too easy (Lan et al. 2020, 3.1)."
            ),
            Ability.SENTENCE_ORDER: mark("These weights came without the head for the order of sentences."),
            Ability.REPLACED_WORD: ONLY_ELECTRA,
        },
        embedding="embedding_size",
    ),
    Family.XLNET: FamilyFacts(
        "XLNet",
        "transformer.",
        "transformer.word_embedding.weight",
        {Ability.MASKED_WORD: "lm_loss.bias"},
        lacks_pairs(mark("Its authors left next-sentence prediction out: it brought no consistent improvement (Yang et al. 2019, 3.2).")),
        sizes={"layers": "n_layer", "hidden": "d_model", "heads": "n_head", "inner": "d_inner", "vocabulary": "vocab_size"},
        fixed={"max_tokens": 512},  # distances have no end; it was trained on 512 pieces
    ),
    Family.MODERNBERT: FamilyFacts(
        "ModernBERT",
        "model.",
        "model.embeddings.tok_embeddings.weight",
        {Ability.MASKED_WORD: "decoder.bias"},
        lacks_pairs(mark("Its authors left next-sentence prediction out: it costs time and improves nothing (Warner et al. 2024, 2.2).")),
        layers=".layers.",
    ),
    Family.BILSTM: FamilyFacts(
        "BiLSTM",
        "",
        "words.weight",
        {Ability.MASKED_WORD: "join.weight"},
        {
            **lacks_pairs(mark("It is a language model: it never saw pairs of sentences.")),
            Ability.ATTENTION: NO_ATTENTION,
            Ability.FINE_TUNING: mark("Fine-tuning here is for transformers; a BiLSTM stands beside them, trained from scratch."),
        },
        sizes={"layers": "num_layers", "hidden": "hidden_size", "vocabulary": "vocab_size", "max_tokens": "max_position_embeddings"},
        fixed={"heads": 1, "inner": 1},
        layers="forward_layers.",
        always=frozenset({Ability.EMBEDDING}),
    ),
    Family.WORD2VEC: FamilyFacts(
        "word2vec",
        "",
        "words.weight",
        {},
        dict.fromkeys(set(Ability) - {Ability.EMBEDDING}, A_TABLE),
        sizes={"hidden": "hidden_size", "vocabulary": "vocab_size"},
        fixed={"layers": 1, "heads": 1, "inner": 1, "max_tokens": 4096},
        layers=None,
        always=frozenset({Ability.EMBEDDING}),
    ),
}


def why_not(family: Family, ability: Ability) -> str:
    """Why a model of this family lacks an ability, in the words of its authors; "Never trained for …" where they said nothing."""
    return FACTS[family].lacks.get(ability, later("Never trained for this: {ability}.", ability=later(ability.value)))
