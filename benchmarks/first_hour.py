"""The way of a new reader: from starting the server to the tenth question, one step after the other, once.

Every question is opened with "Next", its experiment is made on another text, and the page that has more is opened with it and left
again by the browser's back button. Seconds of waiting alone, from a click until text and figures have changed for the last time and
the script is over; reading is counted in words on the screen, which `docs/first-hour.md` turns into minutes.
"""

import argparse
import json
import time
from collections.abc import Callable
from tempfile import TemporaryDirectory

from playwright.sync_api import Locator, Page

from benchmarks.home import RACE, stands
from benchmarks.quiet import AT_REST, FIGURE, PATIENCE_MS, TEXT, answered, watch
from benchmarks.serving import ROOT, Server, chromium, streamlit_server
from bertplay.lessons.ten_questions import Question, ten_questions

OTHER = {
    "what": ("He drank a cup of [MASK] before he went to work.",),
    "relatives": ("They sailed across the [MASK] in a small boat.",),
    "recurrence": ("cats like birds", "birds like cats"),
    "benefits": ("A trout is a [MASK].", "A trout is not a [MASK]."),
    "tasks": ("It had rained all night.", "The parliament passed the new law in 1987."),
    "embeddings": ("The old man leaned on his [MASK] and walked slowly down the street.",),
    "wordpiece": ("ungovernable",),
}
"""What the reader types instead of the texts of a card."""
MOST_BACK = 6
TRAIN = "Train it here"
TRAINING_MS = 300_000
SETTLED = f"(rest) => ({watch(TEXT, script=True, unchanged=True)})(null, rest)"


def waited(page: Page, act: Callable[[], object], what: str) -> float:
    """Seconds from an act until the page is at rest, whatever page that is by then."""
    start = time.perf_counter()
    act()
    page.wait_for_load_state()
    acted = time.perf_counter() - start
    return acted + answered(page.evaluate(SETTLED, AT_REST), what)


def first_answer(page: Page, server: Server) -> dict[str, float]:
    """From starting the server: until the first page is painted, and until a model of its own has answered."""
    page.goto(f"{server.url}/")
    page.get_by_role("heading", name=ten_questions()[0].question).wait_for()
    painted = time.perf_counter() - server.started
    page.locator(FIGURE).first.wait_for()
    page.get_by_text("A stored answer").wait_for(state="hidden")
    return {"first page": painted, "first live answer": time.perf_counter() - server.started}


def boxes(page: Page) -> list[Locator]:
    """The text boxes of a card."""
    return page.get_by_test_id("stMain").get_by_role("textbox").all()


def words_between(page: Page, start: str, end: str) -> int:
    """What there is to read on a card: the words between its heading and its end."""
    text = page.get_by_test_id("stMain").inner_text()
    return len(text.rpartition(start)[2].partition(end)[0].split())


def experiment(page: Page, question: Question) -> float:
    """Seconds of the experiment, on the reader's own text where it takes one."""
    race, training = (page.get_by_role("button", name=name) for name in (RACE, TRAIN))
    if race.count():
        return stands(race, f"the race of {question.id}")
    if training.count():
        return trained(page, training)
    return [retype(page, box, text) for box, text in zip(boxes(page), OTHER[question.id], strict=True)][-1]


def trained(page: Page, button: Locator) -> float:
    """Seconds of a training on the card, from the click until it is finished."""
    start = time.perf_counter()
    button.click()
    page.get_by_text("Finished.", exact=True).wait_for(timeout=TRAINING_MS)
    return time.perf_counter() - start


def retype(page: Page, box: Locator, text: str) -> float:
    """Another text into a box: seconds until it is answered."""
    box.fill(text)
    return waited(page, lambda: box.press("Enter"), text)


def go_back(page: Page, card: Locator, what: str) -> tuple[float, int]:
    """With the browser's back button to the card: seconds, and how often it had to be pressed."""
    seconds = 0.0
    for press in range(1, MOST_BACK + 1):
        seconds += waited(page, page.go_back, what)
        if card.count():
            return seconds, press
    raise RuntimeError(f"{MOST_BACK} times back do not lead to {what}")


def visit(page: Page, number: int, question: Question) -> dict[str, float]:
    """One question: opened, asked, left for the page that has more, found again as it was left."""
    card = page.get_by_text(f"Question {number} of")
    seconds = {}
    if number > 1:
        seconds["opened"] = waited(page, page.get_by_role("button", name="Next", exact=True).click, question.id)
    card.wait_for()
    words = words_between(page, f"{number}. {question.question}", f"Question {number} of")
    seconds["experiment"] = experiment(page, question)
    seconds["page that has more"] = waited(page, page.locator(".st-key-card_more button").click, question.open)
    seconds["and back"], presses = go_back(page, card, question.id)
    return {name: round(value, 2) for name, value in seconds.items()} | {"times back": presses, "words": words}


def walk(page: Page, server: Server) -> dict[str, dict[str, float]]:
    """All steps in their order."""
    steps = {"start": {name: round(value, 2) for name, value in first_answer(page, server).items()}}
    for number, question in enumerate(ten_questions(), 1):
        steps[f"{number}. {question.id}"] = visit(page, number, question)
    worksheet = page.get_by_role("button", name="To the worksheet")
    steps["end"] = {"worksheet": round(waited(page, worksheet.click, "worksheet"), 2)}
    return steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory() as runs, chromium() as browser:
        environment = {"BERTPLAY_OFFLINE": "1", "BERTPLAY_RUNS_DIR": runs}
        with streamlit_server(ROOT / "app.py", environment=environment) as server:
            page = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce").new_page()
            page.set_default_timeout(PATIENCE_MS)
            steps = walk(page, server)
    print(json.dumps(steps) if options.json else "\n".join(f"{name:16} {figures}" for name, figures in steps.items()))


if __name__ == "__main__":
    main()
