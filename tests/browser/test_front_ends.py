"""Two front ends behind HAProxy, with one Postgres: a class on both at once, and one of them killed."""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from benchmarks.front_ends import HAPROXY, NAMES, Cluster, running_cluster
from benchmarks.postgres import SmallPostgres
from bertplay.classroom.question import ClassQuestion
from bertplay.classroom.store import ClassroomStore
from bertplay.lessons.lesson import Lesson, Step
from bertplay.lessons.store import LessonStore
from bertplay.permissions import BROWSER_COOKIE, fingerprint
from bertplay.results.classroom import ModelAnswer
from bertplay.runs.launchers.base import environment_of
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.settings import Settings
from bertplay.training.jobs import CopyFirstToken
from bertplay.training.jobs.copy_first_token import Layer
from bertplay.worksheet.store import WorksheetStore
from tests.browser.conftest import fresh_profile
from tests.waiting import until

KEY = "a key that all front ends know"
TABLE = "[data-testid=stDataFrame] canvas table"
"""What a screen reader reads of a table."""
FIRST = ClassQuestion("p", ("1",), "The soup is too [MASK].", "Which word is masked?", boxes=("Your word",))
LESSON = Lesson(title="Dogs", steps=(Step(page="masked_word", question="Who barks everywhere?", inputs={"text": "A [MASK]."}),))
SECOND = ClassQuestion("p", ("2",), "Still there?", "Yes or no?", {"yes": "Yes", "no": "No"})


@pytest.fixture
def settings(postgres: SmallPostgres, tmp_path: Path) -> Settings:
    """The settings of all front ends."""
    return Settings(runs_dir=tmp_path / "runs", database=postgres.empty_database(), hub="off", admin_key=KEY, run_threads=1)


@pytest.fixture
def cluster(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Cluster]:
    """With a parameter, each front end takes so many pages."""
    if HAPROXY is None:
        pytest.skip("HAProxy is not installed")
    most = {"BERTPLAY_MAX_SESSIONS": str(getattr(request, "param", settings.max_sessions))}
    with running_cluster(environment_of(settings) | most) as running:
        yield running


def person(stack: ExitStack, browser: Browser, cluster: Cluster, front_end: str) -> BrowserContext:
    """A visitor whose browser is at this front end."""
    context = stack.enter_context(fresh_profile(browser))
    context.add_cookies([{"name": "BERTPLAY", "value": front_end, "url": cluster.proxy.url}])
    return context


def front_end_of(page: Page) -> str:
    """The front end to which the proxy's cookie sends this browser."""
    return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "BERTPLAY")


def answer(student: Page, word: str) -> None:
    student.locator("#box0").fill(word)
    student.get_by_role("button", name="Send").click()
    expect(student.locator("#status")).to_contain_text("Your answer is counted.")


def write_head_of(reader: Page, settings: Settings) -> None:
    """The worksheet of this browser gets a title."""
    token = next(cookie["value"] for cookie in reader.context.cookies() if cookie["name"] == BROWSER_COOKIE)
    with closing(WorksheetStore(settings)) as worksheets:
        worksheets.write_head(fingerprint(token), title="Kept everywhere", name="", introduction="")


def assert_all_is_there(reader: Page, cluster: Cluster, lesson: str) -> None:
    """The run, the lesson and the worksheet, as the administrator sees them."""
    reader.goto(f"{cluster.proxy.url}/runs")
    expect(reader.locator(TABLE)).to_contain_text("Seen everywhere")
    reader.goto(f"{cluster.proxy.url}/worksheet")
    expect(reader.locator("input[value='Kept everywhere']")).to_be_visible()
    reader.goto(f"{cluster.proxy.url}/masked_word?lesson={lesson}&step=1")
    expect(reader.get_by_text("Who barks everywhere?").first).to_be_visible()


def say_nothing(cluster: Cluster, front_end: str, seconds: float) -> None:
    """Like a server that hundreds of browsers reach at once: it answers late, but it is not down."""
    os.kill(cluster.front_ends[front_end].pid, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(cluster.front_ends[front_end].pid, signal.SIGCONT)


def test_a_class_on_two_front_ends_and_one_of_them_is_killed(browser: Browser, cluster: Cluster, settings: Settings) -> None:
    store, service = ClassroomStore(settings), RunService(settings)
    run_id = service.start(CopyFirstToken(Layer.LSTM, max_distance=8, seconds=5.0), name="Seen everywhere")
    service.share(run_id, is_shared=True)
    with ExitStack() as stack:
        stack.callback(service.store.close)
        stack.callback(store.close)
        with closing(LessonStore(settings)) as lessons:
            lesson = lessons.share(LESSON, "")
        code, key = store.open()
        students = {name: person(stack, browser, cluster, name).new_page() for name in NAMES}
        for name, student in students.items():
            student.goto(f"{cluster.proxy.url}/join/{code}")
            expect(student.locator("#status")).to_contain_text("You have joined.")
            assert front_end_of(student) == name
        until(lambda: store.present(code) == 2)
        store.ask(code, key, FIRST, (), [ModelAnswer((("hot", 0.9),), "hot")])
        for name, student in students.items():
            expect(student.locator("#prompt")).to_have_text("Which word is masked?")
            answer(student, f"word {name}")
        store.reveal(code, key, FIRST.id, is_revealed=True)
        for name, student in students.items():
            expect(student.locator("#results .mine")).to_have_text(f"word {name}")
            expect(student.locator("#results .word")).to_have_count(3)  # both answers, and the model's

        connected_again: list[str] = []
        students["a"].on("request", lambda request: connected_again.append(request.url))
        say_nothing(cluster, "a", seconds=6)
        store.reveal(code, key, FIRST.id, is_revealed=False)
        expect(students["a"].locator("#results .word")).to_have_count(0)
        assert connected_again == []

        reader = person(stack, browser, cluster, "a").new_page()
        reader.goto(f"{cluster.proxy.url}/administrator?key={KEY}")
        write_head_of(reader, settings)
        assert_all_is_there(reader, cluster, lesson)
        assert front_end_of(reader) == "a"

        os.kill(cluster.front_ends["a"].pid, signal.SIGKILL)
        store.ask(code, key, SECOND, ())
        for student in students.values():
            expect(student.locator("#prompt")).to_have_text("Yes or no?")
            expect(student.locator("#connection")).to_be_hidden()
            student.get_by_role("radio", name="Yes", exact=True).check()
            student.get_by_role("button", name="Send").click()
            expect(student.locator("#status")).to_contain_text("Your answer is counted.")
        assert front_end_of(students["a"]) == "b"
        until(lambda: (found := store.question(code, SECOND.id)) is not None and found.answered == 2)

        assert_all_is_there(reader, cluster, lesson)
        assert front_end_of(reader) == "b"
        until(lambda: service.run(run_id).state is RunState.FINISHED)
        assert service.run(run_id).attempt == 1  # its worker did not end with the front end that had started it


@pytest.mark.parametrize("cluster", [1], indirect=True)
def test_a_full_front_end_keeps_its_browsers_and_gets_no_others(browser: Browser, cluster: Cluster) -> None:
    with ExitStack() as stack:
        pages = [stack.enter_context(fresh_profile(browser)).new_page() for _ in range(3)]
        for page in pages[:2]:
            page.goto(cluster.proxy.url)
            expect(page.locator("[data-testid=stMain] h1").first).to_be_visible()
        assert {front_end_of(page) for page in pages[:2]} == set(NAMES)
        until(lambda: page_of(pages[2], cluster.proxy.url) == 503)
        expect(pages[2].get_by_text(re.compile("is full"))).to_be_visible()  # HAProxy says it, or a front end that it has not asked yet
        assert pages[0].request.get(f"{cluster.proxy.url}/healthz").status == 200  # who has a page there is let in


def page_of(page: Page, url: str) -> int:
    """The status of a page for a new visitor."""
    page.context.clear_cookies()
    response = page.goto(url)
    return response.status if response else 0
