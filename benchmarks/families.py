"""Every family at the shape of BERT-base with random weights: the prediction of a masked word, against `pipeline("fill-mask")`.

Measured as in masked_word.py: one sentence a call, and 32 at once, by turns, medians. XLNet and the BiLSTM have no such
pipeline; bertplay's own milliseconds stand alone for XLNet. Random weights cost what real ones cost.
"""

import argparse
import gc
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AlbertConfig,
    AlbertForPreTraining,
    BertConfig,
    BertForPreTraining,
    BertTokenizer,
    CamembertConfig,
    CamembertForMaskedLM,
    DistilBertConfig,
    DistilBertForMaskedLM,
    ModernBertConfig,
    ModernBertForMaskedLM,
    RobertaConfig,
    RobertaForMaskedLM,
    XLMRobertaConfig,
    XLMRobertaForMaskedLM,
    XLNetConfig,
    pipeline,
)
from transformers.utils import logging

from benchmarks.masked_word import AT_ONCE, VOCABULARY_SIZE, Contestants, asker, measure, sentences, vocabulary
from bertplay.models.batching import COMPUTING
from bertplay.models.families.xlnet import XLNet
from bertplay.models.loaded import LoadedModel
from bertplay.models.precision import precisions_by_speed
from bertplay.models.spec import WORDS, Bundled, Family, ModelSpec

# The vocabulary is BERT's for all of them, so that only the layers differ. Padding is token 0.
ROBERTA = {"vocab_size": VOCABULARY_SIZE, "max_position_embeddings": 514, "type_vocab_size": 1, "pad_token_id": 0}
ALBERT = {"hidden_size": 768, "num_attention_heads": 12, "intermediate_size": 3072, "vocab_size": VOCABULARY_SIZE}
MODERN = {"vocab_size": VOCABULARY_SIZE, "pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 3, "cls_token_id": 2, "sep_token_id": 3}
BUILD: dict[Family, Callable[[], Any]] = {
    Family.BERT: lambda: BertForPreTraining(BertConfig(attn_implementation="eager")),
    Family.DISTILBERT: lambda: DistilBertForMaskedLM(DistilBertConfig(attn_implementation="eager")),
    Family.ROBERTA: lambda: RobertaForMaskedLM(RobertaConfig(**ROBERTA, attn_implementation="eager")),
    Family.XLM_ROBERTA: lambda: XLMRobertaForMaskedLM(XLMRobertaConfig(**ROBERTA, attn_implementation="eager")),
    Family.CAMEMBERT: lambda: CamembertForMaskedLM(CamembertConfig(**ROBERTA, attn_implementation="eager")),
    Family.ALBERT: lambda: AlbertForPreTraining(AlbertConfig(**ALBERT, attn_implementation="eager")),
    Family.MODERNBERT: lambda: ModernBertForMaskedLM(ModernBertConfig(**MODERN, attn_implementation="eager")),
    Family.XLNET: lambda: XLNet(XLNetConfig(d_model=768, n_layer=12, n_head=12, d_inner=3072, vocab_size=VOCABULARY_SIZE, pad_token_id=0)),
}
STOCK = {Family.BERT: "BertForMaskedLM", Family.ALBERT: "AlbertForMaskedLM"}  # the pipeline wants the word head alone
WITHOUT_PIPELINE = {Family.XLNET}


def contestants(family: Family, threads: int) -> Contestants:
    """The pipeline as it comes, and bertplay in this machine's default."""
    import transformers

    torch.manual_seed(0)
    tokenizer = BertTokenizer(vocab=vocabulary(), do_lower_case=True, model_max_length=512)
    ours = BUILD[family]().eval()
    spec = ModelSpec(family.value, family.value, family, Bundled(Path("nowhere")), WORDS, 12, 768, 0, 512, "none")
    exact = LoadedModel(spec, ours, tokenizer, threads=threads)
    runs: Contestants = {}
    if family not in WITHOUT_PIPELINE:
        config = ours.config.__class__(**{k: v for k, v in ours.config.to_dict().items() if k not in {"architectures", "dtype"}})
        stock = getattr(transformers, STOCK.get(family, type(ours).__name__))(config).eval()
        stock.load_state_dict({name: weight for name, weight in ours.state_dict().items() if name in stock.state_dict()})
        fill = pipeline("fill-mask", model=stock, tokenizer=tokenizer)
        runs["pipeline"] = lambda texts: COMPUTING.submit(fill, list(texts), batch_size=len(texts), top_k=5).result()
    runs["bertplay"] = asker(exact.in_precision(precisions_by_speed()[0]))
    return runs


def figures(family: Family, runs: Contestants, one: int, many: int) -> dict[str, Any]:
    """Medians one at a time and 32 at once; a family without a pipeline is measured against itself."""
    against = runs if "pipeline" in runs else {"pipeline": runs["bertplay"], **runs}
    drawn = sentences(list(vocabulary())[6:])
    for run in against.values():
        run(drawn[:1])
    batches = [drawn[AT_ONCE * (i % 6) :][:AT_ONCE] for i in range(many)]
    found = {"one at a time": measure(against, [[text] for text in drawn[:one]]), "32 at once": measure(against, batches)}
    return found if "pipeline" in runs else {title: {"bertplay": f["bertplay"]} for title, f in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--one", type=int, default=60, help="sentences one at a time")
    parser.add_argument("--many", type=int, default=15, help="batches of 32")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--families", default=",".join(BUILD))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    logging.set_verbosity_error()
    found: dict[str, Any] = {}
    for name in asked.families.split(","):
        found[name] = figures(Family(name), contestants(Family(name), asked.threads), asked.one, asked.many)
        gc.collect()
        if not asked.json:
            for title, times in found[name].items():
                times_as_fast = times["bertplay"]["clock_times"] if "pipeline" in times else None
                print(
                    f"{name:12} {title:14} {times['bertplay']['clock_ms']:8.1f} ms",
                    f"{times_as_fast} times the pipeline" if times_as_fast else "",
                )
    if asked.json:
        print(json.dumps({"precision": precisions_by_speed()[0], "families": found}, indent=2))


if __name__ == "__main__":
    main()
