"""What pages and commands ask for: start a run, pause, step, stop, resume it, name and delete it, look at all of them.

Nothing here trains. Each call writes a wish or reads the store, and returns at once; it is true for every tab, every
server and every command, because nothing is kept outside the store.
"""

import hashlib
import json
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bertplay.errors import BadInput, NotPossibleNow, UnknownRun
from bertplay.runs.estimate import estimate_seconds
from bertplay.runs.keeper import GONE, GONE_REMEDY, Keeper
from bertplay.runs.kept import is_published, publish_model, withdraw_model
from bertplay.runs.liveness import has_worker
from bertplay.runs.names import default_name, name_of
from bertplay.runs.queue import places
from bertplay.runs.state import LIVING, MOVING, WORDS, RunState
from bertplay.runs.store import Store
from bertplay.runs.tables import NAME_CHARACTERS, NOTE_CHARACTERS, RunRow
from bertplay.runs.views import RunView, view_of
from bertplay.settings import Settings
from bertplay.training.config import SAMPLE, DataSource, FineTuneConfig
from bertplay.training.events import TrainEvent, Wish, event_from_json
from bertplay.wording import Later, later, mark

MOST_RUNS_OF_AN_EXPERIMENT = 120
MOST_STEPS = 10_000
DATA = "data"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
REFUSED = {
    Wish.GO: mark("This run is {state}: it cannot go now."),
    Wish.PAUSE: mark("This run is {state}: it cannot pause now."),
    Wish.STOP: mark("This run is {state}: it cannot stop now."),
}


class Desk:
    """The runs of one store. `keeper` moves the queue when somebody starts it or calls `tend()`."""

    def __init__(self, settings: Settings, keeper: Keeper | None = None) -> None:
        self.settings = settings
        self.store = keeper.store if keeper else Store(settings)
        self.keeper = keeper or Keeper(self.store)

    def start(self, config: FineTuneConfig, *, name: str = "", browser: str = "") -> str:
        """Queue a run; its id. NotPossibleNow when the browser has a run waiting already."""
        row = self._new_row(config, name, browser)
        self._add([row], browser)
        return row.id

    def start_experiment(self, configs: Sequence[FineTuneConfig], *, name: str = "", browser: str = "") -> str:
        """Queue runs that belong together, as one place in the queue; the id they share."""
        if not 1 <= len(configs) <= MOST_RUNS_OF_AN_EXPERIMENT:
            remedy = later("Choose fewer methods, sizes or seeds: at most {most} runs.", most=MOST_RUNS_OF_AN_EXPERIMENT)
            raise BadInput(mark("This experiment has too many runs, or none."), value=len(configs), remedy=remedy)
        experiment = new_id()
        rows = [self._new_row(config, name, browser, experiment) for config in configs]
        for number, row in enumerate(rows):
            row.queued_at += number / 1e4  # they keep their order
        self._add(rows, browser)
        return experiment

    def ask(self, run_id: str, wish: Wish) -> None:
        """Go on, pause, or stop and keep the best. What waits in the queue is stopped at once."""
        row = self._row(run_id)
        if wish is Wish.STOP and self._cancel_waiting(run_id):
            return
        if not self.store.change(run_id, LIVING, wish=wish, granted=0):
            state = self._row(run_id).state
            if wish is Wish.STOP and state not in MOVING:
                return  # what has ended needs no stop
            raise NotPossibleNow(later(REFUSED[wish], state=told_state(state)), value=name_of(row), remedy=mark("Look at it again."))

    def step(self, run_id: str, steps: int) -> None:
        """Make so many steps more, then pause."""
        if not 1 <= steps <= MOST_STEPS:
            raise BadInput(
                mark("This is no number of steps."), value=steps, remedy=later("Choose one from 1 to {most:,}.", most=MOST_STEPS)
            )
        row = self._row(run_id)
        if not self.store.grant(run_id, steps):
            raise NotPossibleNow(
                later("This run is {state}: it makes no steps.", state=told_state(row.state)),
                value=name_of(row),
                remedy=mark("Resume it first."),
            )

    def resume(self, run_id: str, *, browser: str = "") -> None:
        """Queue a run again that was interrupted, failed or was stopped; it goes on from its last checkpoint."""
        self.keeper.find_dead()  # a worker may have died since the last look
        row = self._row(run_id)
        done = self.store.requeue(run_id, browser or None)
        if done is None:
            raise self._already_waiting(browser, row)
        if not done:
            raise NotPossibleNow(
                later("This run is {state}: there is nothing to resume.", state=told_state(row.state)),
                value=name_of(row),
                remedy=mark("Start a new run."),
            )
        self.keeper.wake()

    def ask_experiment(self, experiment: str, *, resume: bool) -> int:
        """Stop every run of an experiment, or resume those that were not finished; how many that were."""
        self.keeper.find_dead()
        newest_first = reversed(self.members(experiment))
        chosen = [run for run in newest_first if (run.can_resume if resume else run.is_moving)]
        for run in chosen:
            if resume:
                self.store.requeue(run.id, None)
            else:
                self.ask(run.id, Wish.STOP)
        self.keeper.wake()
        return len(chosen)

    def rename(self, run_id: str, name: str) -> None:
        """Another name, also in the catalog."""
        row = self._row(run_id)
        name = name.strip()[:NAME_CHARACTERS] or row.name
        self.store.change(run_id, RunState, name=name)
        folder = self.settings.runs_dir / run_id
        if is_published(folder):
            publish_model(folder, name)

    def annotate(self, run_id: str, note: str) -> None:
        """What its owner wants to remember of it."""
        self._row(run_id)
        self.store.change(run_id, RunState, note=note.strip()[:NOTE_CHARACTERS])

    def delete(self, run_id: str) -> None:
        """Forget a run, its events, its checkpoints and its model. NotPossibleNow while it moves."""
        row = self._row(run_id)
        if not self.store.delete(run_id):
            remedy = mark("Stop it first, or wait until it is over.")
            raise NotPossibleNow(
                later("This run is {state}, and what moves is not deleted.", state=told_state(row.state)), value=name_of(row), remedy=remedy
            )
        withdraw_model(self.settings.runs_dir / run_id)
        shutil.rmtree(self.settings.runs_dir / run_id, ignore_errors=True)
        self._drop_unused_data()

    def estimate(self, config: FineTuneConfig) -> float | None:
        """Seconds that a run of this kind takes here; None until one has been measured."""
        return estimate_seconds(replace(config, data=self._kept(config.data)), self.store)

    def runs(self) -> tuple[RunView, ...]:
        """All runs, the newest first."""
        rows = [self._true(row) for row in self.store.rows()]
        found = places(rows, self.settings.runs_at_once)
        return tuple(view_of(row, found.get(row.id)) for row in rows)

    def members(self, experiment: str) -> list[RunView]:
        """The runs of an experiment, in the order in which they were queued."""
        return [run for run in reversed(self.runs()) if run.experiment == experiment]

    def run(self, run_id: str) -> RunView:
        """One run. UnknownRun when there is none of this id."""
        row = self._true(self._row(run_id))
        waiting = places(self.store.rows(MOVING), self.settings.runs_at_once) if row.state == RunState.QUEUED else {}
        return view_of(row, waiting.get(run_id))

    def events(self, run_id: str, kinds: Sequence[str] | None = None) -> tuple[TrainEvent, ...]:
        """What a run told so far, in order."""
        return tuple(event_from_json(json.loads(row.body)) for row in self.store.events(run_id, kinds))

    def folder(self, run_id: str) -> Path:
        """Where the files of a run are."""
        return self.settings.runs_dir / self._row(run_id).id

    def tend(self) -> None:
        """Move the queue, for callers without a server."""
        self.keeper.tend()

    def keep_file(self, content: bytes, suffix: str) -> Path:
        """Keep a data file under the digest of its content: the same file is kept once."""
        folder = (self.settings.runs_dir / DATA).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{hashlib.sha256(content).hexdigest()[:32]}{suffix}"
        if not file.is_file():
            part = file.with_name(f"{file.name}.{new_id()}.part")
            part.write_bytes(content)
            part.replace(file)
        return file

    def _true(self, row: RunRow) -> RunRow:
        """The row; where its worker is gone and nobody has written that down yet, or can, as it would then be."""
        folder = self.settings.runs_dir / row.id
        if row.state not in LIVING or has_worker(folder):
            return row
        newest = self.store.row(row.id) or row  # it may just have ended, and said so
        if newest.state in LIVING and newest.attempt == row.attempt:
            newest.state, newest.problem, newest.remedy, newest.seconds_left = RunState.INTERRUPTED, GONE, GONE_REMEDY, None
        return newest

    def _row(self, run_id: str) -> RunRow:
        row = self.store.row(run_id)
        if row is None:
            raise UnknownRun(mark("There is no run of this id."), value=run_id, remedy=mark("`python -m bertplay runs` lists them."))
        return row

    def _new_row(self, config: FineTuneConfig, name: str, browser: str, experiment: str = "") -> RunRow:
        config = replace(config, data=self._kept(config.data))
        now = time.time()
        return RunRow(
            id=new_id(),
            name=(name.strip() or default_name(config))[:NAME_CHARACTERS],
            config=json.dumps(config.as_json()),
            state=RunState.QUEUED,
            browser=browser,
            experiment=experiment,
            created=now,
            queued_at=now,
            estimate_seconds=estimate_seconds(config, self.store),
        )

    def _kept(self, data: DataSource) -> DataSource:
        """The same data, its files copied to us: they may be changed or deleted where they were."""
        return replace(data, **{name: self._kept_path(getattr(data, name)) for name in ("train", "eval")})

    def _kept_path(self, source: str) -> str:
        if not source or source.startswith(SAMPLE) or Path(source).parent == (self.settings.runs_dir / DATA).absolute():
            return source
        try:
            return str(self.keep_file(Path(source).read_bytes(), Path(source).suffix.lower()))
        except OSError as error:
            raise BadInput(mark("This file cannot be read."), value=source, remedy=mark("Give the path of a file that exists.")) from error

    def _add(self, rows: Sequence[RunRow], browser: str) -> None:
        rows[-1].waiting = browser or None
        if not self.store.add(rows):
            raise self._already_waiting(browser, rows[-1])
        self.keeper.wake()

    def _already_waiting(self, browser: str, asked: RunRow) -> NotPossibleNow:
        """One waiting run for each browser, which is named; what was asked when it has just begun."""
        waits = next((row for row in self.store.rows() if row.waiting == browser), asked)
        problem = mark("You have a run waiting in the queue already.")
        return NotPossibleNow(problem, value=name_of(waits), remedy=mark("Wait until it has started, or stop it on the page of runs."))

    def _cancel_waiting(self, run_id: str) -> bool:
        """Take a run out of the queue; whether it was there."""
        values = {"state": RunState.CANCELLED, "ended": time.time(), "waiting": None}
        return self.store.change(run_id, [RunState.QUEUED], **values)

    def _drop_unused_data(self) -> None:
        """Delete the data files that no run names any more; young ones may belong to a run that is just being started."""
        named = "\n".join(row.config for row in self.store.rows())
        for file in (self.settings.runs_dir / DATA).glob("*"):
            if file.name not in named and time.time() - file.stat().st_mtime > 3_600:
                file.unlink(missing_ok=True)


def told_state(state: str) -> Later:
    """A state as a word of a sentence."""
    return later(WORDS[RunState(state)])


def new_id() -> str:
    """Eight letters and digits that nobody mistakes for others: "k3m9xw2a"."""
    return "".join(secrets.choice(LETTERS) for _ in range(8))
