"""Pretraining: from plain text to a model that `from_pretrained` opens.

    text files ── corpus.py ──> documents ── vocabularies/ ──> tokens
                                    └── encoded.py ──> token ids on disk ── word_vectors.py ──> starting embeddings
    encoded text ── objectives/ ── batches.py ──> batches ── loop.py ──> checkpoints ── export.py ──> bundled model

What differs between BERT and its relatives is one small file of families/ each. This package needs torch, transformers,
tokenizers and numpy alone (gensim for the word vectors), and imports nothing else of bertplay but its errors and the BiLSTM:
it also runs on a bare machine with a GPU.
"""
