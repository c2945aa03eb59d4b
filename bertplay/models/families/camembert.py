"""CamemBERT (Martin et al. 2020): RoBERTa in French, with a unigram vocabulary of its own."""

from transformers import CamembertForMaskedLM

from bertplay.models.families.roberta import pair_logits, replaced_logits, run_encoder, window, word_logits

__all__ = ["pair_logits", "replaced_logits", "run_encoder", "window", "word_logits"]

model_class = CamembertForMaskedLM
