"""The parts of the recurrence page: the names they have in a link, and their titles."""

PARTS = {"race": "The race", "memory": "Remember the first word", "sides": "Left, right, both"}
