"""The models of the hub that bertplay lists. Any other repository can be downloaded by its name (models/hub.py).

A revision is given where it is known for certain; where it is not, that of the first download is recorded.
Sizes are those of encoder and pooler, layer by layer from each config.json.
"""

import re

from bertplay.models.spec import ENCODER, WORDS, WORDS_AND_PAIRS, Ability, Family, Hub, ModelSpec

REPOSITORY = re.compile(r"(?:[A-Za-z0-9][\w.-]*/)?[A-Za-z0-9][\w.-]*", re.ASCII)
MAX_CHARACTERS = 96
OWN_PREFIXES = ("local", "run", "checkpoint")
"""What is before the "/" in the ids of models that are not the hub's; an owner of one of these names cannot be asked for."""

APACHE, MIT = "Apache-2.0", "MIT"

BASE_UNCASED = Hub("google-bert/bert-base-uncased", "86b5e0934494bd15c9632b12f734a8a67f723594")
BASE_CASED = Hub("google-bert/bert-base-cased", "cd5ef92a9fb2f889e972770a36d4ed042daf221e")
MULTILINGUAL = Hub("google-bert/bert-base-multilingual-cased", "3f076fdb1ab68d5b2880cb87a0886f315b8146f8")
DISTILBERT = Hub("distilbert/distilbert-base-uncased", "12040accade4e8a0f71eabdb258fecc2e7e948be")
TINY = Hub("google/bert_uncased_L-2_H-128_A-2", "30b0a37ccaaa32f332884b96992754e246e48c5f")

DISCRIMINATOR = ENCODER | {Ability.REPLACED_WORD}
WORDS_AND_ORDER = WORDS | {Ability.SENTENCE_ORDER}


def hub_bert(id_: str, title: str, source: Hub, layers: int, hidden: int, parameters: int) -> ModelSpec:
    """A BERT as its authors published it: both heads, a window of 512 tokens, Apache-2.0."""
    return ModelSpec(id_, title, Family.BERT, source, WORDS_AND_PAIRS, layers, hidden, parameters, 512, APACHE)


def base(id_: str, title: str, family: Family, repo: str, abilities: frozenset[Ability], parameters: int, licence: str) -> ModelSpec:
    """A model of BERT-base's depth and width, with a window of 512 tokens."""
    return ModelSpec(id_, title, family, Hub(repo), abilities, 12, 768, parameters, 512, licence)


def small_electra(half: str, abilities: frozenset[Ability]) -> ModelSpec:
    """One half of the small ELECTRA."""
    source = Hub(f"google/electra-small-{half}")
    return ModelSpec(f"electra-small-{half}", f"ELECTRA-small, {half}", Family.ELECTRA, source, abilities, 12, 256, 13_483_008, 512, APACHE)


HUB_MODELS = (
    hub_bert("bert-base-uncased", "BERT-base, uncased", BASE_UNCASED, 12, 768, 109_482_240),
    hub_bert("bert-base-cased", "BERT-base, cased", BASE_CASED, 12, 768, 108_310_272),
    hub_bert("bert-tiny", "BERT-Tiny", TINY, 2, 128, 4_385_920),
    hub_bert("bert-mini", "BERT-Mini", Hub("google/bert_uncased_L-4_H-256_A-4"), 4, 256, 11_170_560),
    hub_bert("bert-small", "BERT-Small", Hub("google/bert_uncased_L-4_H-512_A-8"), 4, 512, 28_763_648),
    hub_bert("bert-medium", "BERT-Medium", Hub("google/bert_uncased_L-8_H-512_A-8"), 8, 512, 41_373_184),
    ModelSpec("distilbert-base-uncased", "DistilBERT, uncased", Family.DISTILBERT, DISTILBERT, WORDS, 6, 768, 66_362_880, 512, APACHE),
    base("roberta-base", "RoBERTa-base", Family.ROBERTA, "FacebookAI/roberta-base", WORDS, 124_645_632, MIT),
    base("albert-base-v2", "ALBERT-base", Family.ALBERT, "albert/albert-base-v2", WORDS_AND_ORDER, 11_683_584, APACHE),
    base("xlnet-base-cased", "XLNet-base, cased", Family.XLNET, "xlnet/xlnet-base-cased", WORDS, 116_718_336, MIT),
    small_electra("generator", WORDS),
    small_electra("discriminator", DISCRIMINATOR),
    ModelSpec(
        "modernbert-base",
        "ModernBERT-base",
        Family.MODERNBERT,
        Hub("answerdotai/ModernBERT-base"),
        WORDS,
        22,
        768,
        149_014_272,
        8192,
        APACHE,
    ),
    hub_bert("bert-base-multilingual-cased", "BERT-base, 104 languages", MULTILINGUAL, 12, 768, 177_853_440),
    base("xlm-roberta-base", "XLM-R-base, 100 languages", Family.XLM_ROBERTA, "FacebookAI/xlm-roberta-base", WORDS, 278_043_648, MIT),
    base("camembert-base", "CamemBERT, French", Family.CAMEMBERT, "almanach/camembert-base", WORDS, 110_621_952, MIT),
)


FRENCH_READERS = frozenset({"bert-base-multilingual-cased", "xlm-roberta-base", "camembert-base"})
"""Models of the list that were trained on French; the others on English."""


def is_repository(name: str) -> bool:
    """Whether the hub could have a repository of this name: "owner/name", or "name" for some of the oldest.

    Its folder here has "--" in the place of "/", which the hub allows in no name.
    """
    return (
        len(name) <= MAX_CHARACTERS
        and REPOSITORY.fullmatch(name) is not None
        and not any(forbidden in name for forbidden in ("--", "..", "./", "-/"))
        and not name.endswith((".", "-", ".git"))
        and name.partition("/")[0] not in OWN_PREFIXES
    )


def listed_model(name: str) -> ModelSpec | None:
    """The model of the list with this id, or of this repository."""
    return next((spec for spec in HUB_MODELS if isinstance(spec.source, Hub) and name in (spec.id, spec.source.repo)), None)
