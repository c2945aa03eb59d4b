"""CamemBERT (Martin et al. 2020): RoBERTa in French, with a unigram vocabulary of its own."""

from transformers import CamembertForMaskedLM, CamembertTokenizer

from bertplay.models.families.roberta import continues_word, frame, pair_logits, replaced_logits, run_encoder, window, word_logits

__all__ = ["continues_word", "frame", "pair_logits", "replaced_logits", "run_encoder", "window", "word_logits"]

model_class, tokenizer_class = CamembertForMaskedLM, CamembertTokenizer
