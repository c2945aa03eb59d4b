"""Two front ends behind HAProxy, with one Postgres: a class on both at once, and one of them killed."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from benchmarks.serving import ROOT, Server, free_port, running_server, streamlit_server
from bertplay.classroom.question import ClassQuestion
from bertplay.classroom.store import ClassroomStore
from bertplay.results.classroom import ModelAnswer
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.settings import Settings
from bertplay.training.jobs import CopyFirstToken
from bertplay.training.jobs.copy_first_token import Layer
from tests.browser.conftest import fresh_profile
from tests.postgres import SmallPostgres
from tests.waiting import until

HAPROXY = shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
KEY = "a key that all front ends know"
NAMES = ("a", "b")
TABLE = "[data-testid=stDataFrame] canvas table"
"""What a screen reader reads of a table."""
FIRST = ClassQuestion("p", ("1",), "The soup is too [MASK].", "Which word is masked?", boxes=("Your word",))
SECOND = ClassQuestion("p", ("2",), "Still there?", "Yes or no?", {"yes": "Yes", "no": "No"})


@dataclass(frozen=True, slots=True)
class Cluster:
    """The address of the proxy, the front ends by the names that its cookie gives them, and what they all are told."""

    url: str
    front_ends: dict[str, Server]
    settings: Settings


@pytest.fixture
def cluster(request: pytest.FixtureRequest, postgres: SmallPostgres, tmp_path: Path) -> Iterator[Cluster]:
    """With a parameter, each front end takes so many pages."""
    if HAPROXY is None:
        pytest.skip("HAProxy is not installed")
    settings = Settings(runs_dir=tmp_path / "runs", database=postgres.empty_database(), hub="off", administrator_key=KEY, run_threads=1)
    told = {"RUNS_DIR": settings.runs_dir, "DATABASE": settings.database, "HUB": "off", "ADMINISTRATOR_KEY": KEY, "RUN_THREADS": 1}
    told["MAX_SESSIONS"] = getattr(request, "param", settings.max_sessions)
    environment = {f"BERTPLAY_{name}": str(value) for name, value in told.items()}
    with ExitStack() as stack:
        found = {name: stack.enter_context(streamlit_server(ROOT / "app.py", environment=environment)) for name in NAMES}
        port = free_port()
        places = {f"FRONT_END_{name.upper()}": urlparse(one.url).netloc for name, one in found.items()}
        command = [HAPROXY, "-f", str(ROOT / "deploy" / "haproxy.cfg")]
        proxy = running_server(command, port, ROOT, {"PORT": str(port), **places}, health="/healthz")
        yield Cluster(stack.enter_context(proxy).url, found, settings)


def person(stack: ExitStack, browser: Browser, cluster: Cluster, front_end: str) -> BrowserContext:
    """Somebody whose browser is at this front end."""
    context = stack.enter_context(fresh_profile(browser))
    context.add_cookies([{"name": "BERTPLAY", "value": front_end, "url": cluster.url}])
    return context


def front_end_of(page: Page) -> str:
    """Where the cookie of the proxy sends this browser."""
    return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "BERTPLAY")


def answer(student: Page, word: str) -> None:
    student.locator("#box0").fill(word)
    student.get_by_role("button", name="Send").click()
    expect(student.locator("#status")).to_contain_text("Your answer is counted.")


def test_a_class_on_two_front_ends_and_one_of_them_is_killed(browser: Browser, cluster: Cluster) -> None:
    store, service = ClassroomStore(cluster.settings), RunService(cluster.settings)
    run_id = service.start(CopyFirstToken(Layer.LSTM, max_distance=8, seconds=5.0), name="Seen everywhere")
    service.share(run_id, is_shared=True)
    with ExitStack() as stack:
        stack.callback(service.store.close)
        stack.callback(store.close)
        code, key = store.open()
        students = {name: person(stack, browser, cluster, name).new_page() for name in NAMES}
        for name, student in students.items():
            student.goto(f"{cluster.url}/join/{code}")
            expect(student.locator("#status")).to_contain_text("You are in.")
            assert front_end_of(student) == name
        until(lambda: store.here(code) == 2)
        store.ask(code, key, FIRST, (), [ModelAnswer((("hot", 0.9),), "hot")])
        for name, student in students.items():
            expect(student.locator("#prompt")).to_have_text("Which word is masked?")
            answer(student, f"word {name}")
        store.reveal(code, key, FIRST.id, is_revealed=True)
        for name, student in students.items():
            expect(student.locator("#results .mine")).to_have_text(f"word {name}")
            expect(student.locator("#results .word")).to_have_count(3)  # both answers, and the model's

        reader = person(stack, browser, cluster, "a").new_page()
        reader.goto(f"{cluster.url}/administrator?key={KEY}")
        reader.goto(f"{cluster.url}/runs")
        expect(reader.locator(TABLE)).to_contain_text("Seen everywhere")

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

        reader.goto(f"{cluster.url}/runs")  # still the administrator, at the other front end
        expect(reader.locator(TABLE)).to_contain_text("Seen everywhere")
        assert front_end_of(reader) == "b"
        until(lambda: service.run(run_id).state is RunState.FINISHED)
        assert service.run(run_id).attempt == 1  # its worker did not end with the front end that had started it


@pytest.mark.parametrize("cluster", [1], indirect=True)
def test_a_full_front_end_keeps_its_browsers_and_gets_no_others(browser: Browser, cluster: Cluster) -> None:
    with ExitStack() as stack:
        pages = [stack.enter_context(fresh_profile(browser)).new_page() for _ in range(3)]
        for page in pages[:2]:
            page.goto(cluster.url)
            expect(page.locator("[data-testid=stMain] h1").first).to_be_visible()
        assert {front_end_of(page) for page in pages[:2]} == set(NAMES)
        until(lambda: page_of(pages[2], cluster.url) == 503)
        expect(pages[2].get_by_text("bertplay is full, or starting.")).to_be_visible()
        assert pages[0].request.get(f"{cluster.url}/healthz").status == 200  # who has a page there is let in


def page_of(page: Page, url: str) -> int:
    """The status of a page for somebody who has none yet."""
    page.context.clear_cookies()
    response = page.goto(url)
    return response.status if response else 0
