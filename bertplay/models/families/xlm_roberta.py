"""XLM-R (Conneau et al. 2020): RoBERTa in a hundred languages, with one unigram vocabulary of 250,000 pieces for all."""

from transformers import XLMRobertaForMaskedLM, XLMRobertaTokenizer

from bertplay.models.families.roberta import continues_word, frame, pair_logits, replaced_logits, run_encoder, window, word_logits

__all__ = ["continues_word", "frame", "pair_logits", "replaced_logits", "run_encoder", "window", "word_logits"]

model_class, tokenizer_class = XLMRobertaForMaskedLM, XLMRobertaTokenizer
