"""The parts of the pretraining page: the names they have in a link, and their titles."""

from bertplay.wording import mark

PARTS = {
    "game": mark("The masking game"),
    "moments": mark("Early and late"),
    "curves": mark("How the training went"),
    "minute": mark("Pretrain for a minute"),
}
