"""Runs: every training on this machine, found, compared, named, deleted, exported."""

from bertplay.i18n import N_
from bertplay.ui.kit.page import Page
from bertplay.ui.runs.all_runs import ALL_RUNS

Page(
    name="runs",
    title=N_("Runs"),
    field="",
    introduction=N_("Your training runs, and those that others share. One trains at a time; the others are queued."),
    tabs=(ALL_RUNS,),
).draw()
