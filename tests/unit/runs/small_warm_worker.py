"""A worker that waits for its run, whose training counts and whose measuring sleeps; all else is real.

    python -m tests.unit.runs.small_warm_worker [SECONDS_OF_PATIENCE]

Measuring takes a tenth of a second for each epoch, and of an endless run much longer than any test.
A batch of 7 has a process that is killed, one of 5 raises.
"""

import os
import signal
import sys
import time

from bertplay.errors import BadInput
from bertplay.runs.warm_worker import stand_by
from bertplay.settings import get_settings
from bertplay.training.jobs import FineTune
from bertplay.training.pace import MeasuredCost
from tests.unit.runs.small_worker import ENDLESS, count


def sleep(job: FineTune) -> MeasuredCost:
    if job.batch_size == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    if job.batch_size == 5:
        raise BadInput("Nobody learns in fives.", remedy="Take six.")
    time.sleep(job.epochs / 10 if job.epochs < ENDLESS else 600)
    return MeasuredCost(32, 1.0, 0.5, 0.25, 2.0, 10**9)


if __name__ == "__main__":
    patience = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    sys.exit(stand_by(get_settings(), count, sleep, lambda: None, patience))
