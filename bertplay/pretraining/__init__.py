"""Pretraining: from plain text to a model that `from_pretrained` opens.

    text files ── corpus.py ──> documents ── wordpiece.py ──> vocabulary
                                    └── encoded.py ──> piece ids on disk ── word_vectors.py ──> starting embeddings
    encoded text ── next_sentence.py + masking.py ──> batches ── loop.py ──> checkpoints ── export.py ──> bundled model

This package needs torch, transformers, tokenizers and numpy alone (gensim for the word vectors), and
imports nothing else of bertplay but its errors: it also runs on a bare machine with a GPU.
"""
