"""What the methods of trainings are called."""

from bertplay.i18n import N_

METHOD_NAMES = {
    "full": N_("All weights"),
    "frozen": N_("Frozen encoder, linear layer"),
    "random": N_("Same shape, random weights"),
    "bilstm": N_("BiLSTM from scratch"),
    "tfidf": N_("TF-IDF baseline"),
    "majority": N_("Majority baseline"),
    "mini_pretraining": N_("A small BERT from scratch"),
    "lstm": N_("One LSTM layer"),
    "attention": N_("One self-attention layer"),
}
"""What learns, as a legend or a choice has it."""
