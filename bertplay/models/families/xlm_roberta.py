"""XLM-R (Conneau et al. 2020): RoBERTa in a hundred languages, with one unigram vocabulary of 250,000 tokens for all."""

from transformers import XLMRobertaForMaskedLM

from bertplay.models.families.roberta import pair_logits, replaced_logits, run_encoder, window, word_logits

__all__ = ["pair_logits", "replaced_logits", "run_encoder", "window", "word_logits"]

model_class = XLMRobertaForMaskedLM
