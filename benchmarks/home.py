"""The ten questions: ten cards gone through with "Next", all live. How long until each is complete, and what memory does the server take?

The clock runs in the browser, from the click until text and figures have changed for the last time and the script is over; the
first card counts from the moment its heading is painted. The race of the fourth is asked for with its button, and counts as a line of
its own: it is seconds of computing. In the first round the second card loads its models; the rounds after it are what a class sees.
"""

import argparse
import json

from playwright.sync_api import Browser, Locator, Page

from benchmarks.quiet import AT_REST, FIGURE, PATIENCE_MS, PICTURES, answered, watch
from benchmarks.serving import ROOT, Server, chromium, streamlit_server, summary
from bertplay.lessons.ten_questions import ten_questions

RACE = "Run it here"
WATCH = watch(PICTURES, script=True)


def completed(button: Locator, what: str) -> float:
    """Seconds from a click until the card is complete."""
    return answered(button.evaluate(WATCH, AT_REST), what)


def go_through(page: Page, server: Server) -> dict[str, float]:
    """Seconds of every card, in their order, and of the race."""
    page.goto(f"{server.url}/ten_questions?tab=what")
    first, *others = (f"{number}. {question.id}" for number, question in enumerate(ten_questions(), 1))
    page.get_by_role("heading", name=f"1. {ten_questions()[0].question}").wait_for()
    seconds = {first: answered(page.evaluate(f"(rest) => ({WATCH})(null, rest)", AT_REST), first)}
    for number, name in enumerate(others, 2):
        seconds[name] = completed(page.get_by_role("button", name="Next", exact=True), name)
        page.get_by_text(f"Question {number} of").wait_for()
        race = page.get_by_role("button", name=RACE)
        if race.count():
            seconds[f"{name}, the race"] = completed(race, f"the race of {name}")
    return seconds


def measure(browser: Browser, server: Server, rounds: int) -> dict[str, object]:
    page = browser.new_context(viewport={"width": 1280, "height": 1600}, reduced_motion="reduce").new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{server.url}/ten_questions?tab=what")
    page.locator(FIGURE).first.wait_for()
    page.get_by_text("Stored answer").wait_for(state="hidden")  # the model is in memory, and answers itself
    memory = {"one card": server.memory_mib()}
    first = go_through(page, server)
    memory["first round"] = server.memory_mib()
    others = [go_through(page, server) for _ in range(rounds)]
    memory["all rounds"] = server.memory_mib()
    return {
        **{name: {"first_ms": round(1000 * first[name], 1)} | summary([other[name] for other in others]) for name in first},
        "in_all": summary([sum(other.values()) for other in others]),
        "memory_mib": {when: round(mib) for when, mib in memory.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10, help="counted rounds after the first (default: 10)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with streamlit_server(ROOT / "app.py", environment={"BERTPLAY_HUB": "off"}) as server, chromium() as browser:
        result = measure(browser, server, options.rounds)
    print(json.dumps(result) if options.json else "\n".join(f"{name:28} {figures}" for name, figures in result.items()))


if __name__ == "__main__":
    main()
