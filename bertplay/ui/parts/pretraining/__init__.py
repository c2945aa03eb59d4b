"""The parts of the pretraining page: the names they have in a link, and their titles."""

PARTS = {
    "game": "The masking game",
    "moments": "Early and late",
    "curves": "How the training went",
    "minute": "Pretrain for a minute",
}
