"""Each family's names for the parts they all have, its abilities, and why its authors left the others out. No torch.

The names are those of config.json and of the weights, as transformers writes them (of the last two, as bertplay does).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bertplay.i18n import N_, lazy
from bertplay.models.spec import ENCODER, Ability, Family

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
class Architecture:
    """A description of one family.

    title      its usual name
    body       the prefix of all weights that belong to no head
    words      the token embeddings
    sizes      our name of a size -> the name in config.json
    fixed      sizes that its config.json does not contain
    embedding  the name in config.json of the embedding size, if it differs from the hidden size
    may_name   the same, for a family in which only some models have it
    positions  the position embeddings; None without any
    unused     leading positions that no token ever gets: a window of 512 tokens needs 514 positions in RoBERTa
    layers     the prefix before the number of a layer in the names of weights; None if layers share their weights
    heads      ability -> a weight that only a model with this ability has
    always     abilities that need no head
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
    may_name: tuple[str, ...] = ()
    positions: str | None = None
    unused: int = 0
    layers: str | None = ".layer."
    always: frozenset[Ability] = ENCODER


ONLY_ALBERT = N_("Only ALBERT was trained to predict whether two sentences are in their original order (Lan et al. 2020).")
ONLY_ELECTRA = N_("Only ELECTRA's discriminator was trained to detect replaced tokens (Clark et al. 2020).")
OTHERS = {Ability.SENTENCE_ORDER: ONLY_ALBERT, Ability.REPLACED_WORD: ONLY_ELECTRA}


def lacks_pairs(reason: str) -> Reasons:
    """Why a family cannot classify pairs."""
    return {**OTHERS, Ability.NEXT_SENTENCE: reason}


def like_bert(title: str, family: str, heads: Mapping[Ability, str], lacks: Reasons, unused: int = 0, embedding: str = "") -> Architecture:
    """A family whose encoder has BERT's parts under its own name."""
    table = f"{family}.embeddings.{{}}_embeddings.weight"
    return Architecture(
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


OTHER_TYPES = (
    *("mpnet", "mobilebert", "ernie", "megatron-bert", "roformer"),
    *("deberta", "deberta-v2", "data2vec-text", "roberta-prelayernorm", "rembert", "ibert"),
    *("squeezebert", "xlm-roberta-xl", "nomic_bert", "gte", "layoutlm", "jina_embeddings_v3"),
    *("convbert", "fnet", "nystromformer", "longformer", "big_bird", "eurobert", "luke", "xmod"),
)
"""model_type of config.json of the encoders that Family.OTHER runs."""
NEVER_OPENED: Mapping[str, str] = {
    "funnel": N_("it merges tokens between its layers, so that a token has no vector in most of them"),
    **dict.fromkeys(("mra", "yoso"), N_("its attention is a program for graphics cards that transformers would download")),
    "esm": N_("it reads the amino acids of proteins, not text"),
    "roc_bert": N_("it reads the shape and the sound of each character too, which only a tokenizer of its own knows"),
    **dict.fromkeys(("xlm", "flaubert"), N_("its tokenizer needs other libraries and has no tokenizer.json")),
    **dict.fromkeys(
        (
            *("gpt2", "gpt_neo", "gpt_neox", "gptj", "gpt_oss", "openai-gpt", "opt", "bloom", "falcon", "mpt", "phi", "phi3", "llama"),
            *("mistral", "mixtral", "qwen2", "qwen3", "gemma", "gemma2", "gemma3", "gemma3_text", "olmo2", "smollm3", "deepseek_v3"),
        ),
        N_("it is a decoder, which reads a text from left to right alone"),
    ),
    **dict.fromkeys(
        ("t5", "mt5", "umt5", "bart", "mbart", "pegasus", "marian", "m2m_100", "led", "mvp", "blenderbot", "prophetnet", "encoder-decoder"),
        N_("it is an encoder with a decoder, which writes a new text"),
    ),
}
"""model_type of what transformers knows and is not run here -> why."""
POSITIONS_AFTER_PADDING = {
    *("mpnet", "data2vec-text", "roberta-prelayernorm", "ibert", "xlm-roberta-xl", "longformer", "jina_embeddings_v3", "luke", "xmod"),
}
"""Of these the table of positions has two rows more than there are tokens, as RoBERTa's."""
READS_HIDDEN = {"convbert", "fnet", "nystromformer"}
"""These mix neighbours by other means than attention, so that nothing can be hidden from them, not even padding."""
NO_WEIGHTS = {"fnet", "longformer"}
"""These have no attention weights between every two tokens."""
OTHER_HEADS = ("cls.predictions.", "lm_head.", "lm_predictions.", "generator_predictions.", "generator_lm_head.")
"""How the names of weights of their masked-word heads begin."""

ROBERTA_HEADS = {Ability.MASKED_WORD: "lm_head.dense.weight"}
NO_ATTENTION = N_("It has no attention: it carries a state from one token to the next.")
A_TABLE = N_("It is a table with one vector for each word, and never sees a sentence (Mikolov et al. 2013).")

ARCHITECTURES: Mapping[Family, Architecture] = {
    Family.BERT: like_bert(
        "BERT",
        "bert",
        {Ability.MASKED_WORD: "cls.predictions.transform.dense.weight", Ability.NEXT_SENTENCE: "cls.seq_relationship.weight"},
        OTHERS,
    ),
    Family.DISTILBERT: Architecture(
        "DistilBERT",
        "distilbert.",
        "distilbert.embeddings.word_embeddings.weight",
        {Ability.MASKED_WORD: "vocab_transform.weight"},
        lacks_pairs(N_("It was distilled from a BERT without next-sentence prediction, following RoBERTa (Sanh et al. 2019).")),
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
        lacks_pairs(N_("Its authors left next-sentence prediction out: without it results were as good or better (Liu et al. 2019, 4.2).")),
        unused=2,
    ),
    Family.XLM_ROBERTA: like_bert(
        "XLM-R",
        "roberta",
        ROBERTA_HEADS,
        lacks_pairs(N_("Like RoBERTa it learned from masked words alone, in a hundred languages (Conneau et al. 2020).")),
        unused=2,
    ),
    Family.CAMEMBERT: like_bert(
        "CamemBERT",
        "roberta",
        ROBERTA_HEADS,
        lacks_pairs(N_("Like RoBERTa it learned from masked words alone, in French (Martin et al. 2020).")),
        unused=2,
    ),
    Family.ELECTRA: like_bert(
        "ELECTRA",
        "electra",
        {Ability.MASKED_WORD: "generator_predictions.dense.weight", Ability.REPLACED_WORD: "discriminator_predictions.dense.weight"},
        {
            Ability.MASKED_WORD: N_(
                "This half of ELECTRA, the discriminator, detects replaced tokens and predicts no "
                "words; the generator does (Clark et al. 2020)."
            ),
            Ability.REPLACED_WORD: N_(
                "This half of ELECTRA, the generator, predicts words; the discriminator detects replaced tokens (Clark et al. 2020)."
            ),
            Ability.NEXT_SENTENCE: N_("It was trained by replaced-token detection alone (Clark et al. 2020)."),
            Ability.SENTENCE_ORDER: ONLY_ALBERT,
        },
        embedding="embedding_size",
    ),
    Family.ALBERT: like_bert(
        "ALBERT",
        "albert",
        {Ability.MASKED_WORD: "predictions.dense.weight", Ability.SENTENCE_ORDER: "sop_classifier.classifier.weight"},
        {
            Ability.NEXT_SENTENCE: N_(
                "It learned the order of sentences instead: whether one follows another is mostly a matter of topic, "
                "and too easy (Lan et al. 2020, 3.1)."
            ),
            Ability.SENTENCE_ORDER: N_("These weights do not include the sentence-order head."),
            Ability.REPLACED_WORD: ONLY_ELECTRA,
        },
        embedding="embedding_size",
    ),
    Family.XLNET: Architecture(
        "XLNet",
        "transformer.",
        "transformer.word_embedding.weight",
        {Ability.MASKED_WORD: "lm_loss.bias"},
        lacks_pairs(N_("Its authors left next-sentence prediction out: it brought no consistent improvement (Yang et al. 2019, 3.2).")),
        sizes={"layers": "n_layer", "hidden": "d_model", "heads": "n_head", "inner": "d_inner", "vocabulary": "vocab_size"},
        fixed={"max_tokens": 512},  # distances have no end; it was trained on 512 tokens
    ),
    Family.MODERNBERT: Architecture(
        "ModernBERT",
        "model.",
        "model.embeddings.tok_embeddings.weight",
        {Ability.MASKED_WORD: "decoder.bias"},
        lacks_pairs(N_("Its authors left next-sentence prediction out: it costs time and improves nothing (Warner et al. 2024, 2.2).")),
        layers=".layers.",
    ),
    Family.OTHER: Architecture(
        "Encoder",
        "other.",  # inspection puts "other." before their weights and "head." before their head's
        "other.embeddings.word_embeddings.weight",
        {Ability.MASKED_WORD: "head."},
        {
            **lacks_pairs(N_("Of its architecture, only the common parts are known here: encoder and masked-word head.")),
            Ability.ATTENTION: N_("Its architecture has no attention weights between every two tokens."),
            Ability.FINE_TUNING: N_("Its architecture reads the padding of a batch, so what it learned would depend on the batch."),
        },
        may_name=("embedding_size", "input_embedding_size"),
    ),
    Family.BILSTM: Architecture(
        "BiLSTM",
        "",
        "words.weight",
        {Ability.MASKED_WORD: "join.weight"},
        {
            **lacks_pairs(N_("It is a language model: it never saw pairs of sentences.")),
            Ability.ATTENTION: NO_ATTENTION,
            Ability.FINE_TUNING: N_("Only transformers are fine-tuned here; a BiLSTM trained from scratch serves as their baseline."),
        },
        sizes={"layers": "num_layers", "hidden": "hidden_size", "vocabulary": "vocab_size", "max_tokens": "max_position_embeddings"},
        fixed={"heads": 1, "inner": 1},
        layers="forward_layers.",
        always=frozenset({Ability.EMBEDDING}),
    ),
    Family.WORD2VEC: Architecture(
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


def reason_missing(family: Family, ability: Ability) -> str:
    """Why a model of this family lacks an ability, in the words of its authors; without them, that the head is not in its weights."""
    without_head = lazy("These weights do not include the head for this: {ability}.", ability=lazy(ability.value))
    return ARCHITECTURES[family].lacks.get(ability, without_head)
