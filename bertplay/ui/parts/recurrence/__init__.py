"""The parts of the recurrence page: the names they have in a link, and their titles."""

from bertplay.wording import mark

PARTS = {"race": mark("The race"), "memory": mark("Remember the first word"), "sides": mark("Left, right, both")}
