"""Claims of textbooks, as the home page and the worksheet test them."""

from bertplay.calls.base import Task
from bertplay.i18n import N_
from bertplay.results.claims import Claim
from bertplay.summaries import claims as summaries

CHECK_CLAIM: Task[Claim] = Task("check_claim", "bertplay.tasks.claims", N_("A textbook claim, tested"), summaries.summarize_claim)
