"""What is private to Streamlit is still as bertplay uses it. When one of these fails after an upgrade, the module that it names is to be
looked at anew; until then the server works with BERTPLAY_STREAMLIT_INTERNALS=off.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest

from bertplay.ui.streamlit_internals import back_button, pending_messages

ROOT = Path(__file__).resolve().parents[4]
INTERNALS = ROOT / "bertplay" / "ui" / "streamlit_internals"
STREAMLIT = Path(st.__file__).parent


def names_in(function: object) -> tuple[str, ...]:
    """The globals and attributes that the code of a function mentions."""
    names: tuple[str, ...] = function.__code__.co_names  # type: ignore[attr-defined]
    return names


def test_a_session_makes_its_threads_in_one_method() -> None:
    """pending_messages: AppSession._create_scriptrunner(rerun data), called where a run is requested and no thread takes it."""
    assert "_create_scriptrunner" in names_in(AppSession.request_rerun)
    assert list(inspect.signature(pending_messages.make_thread).parameters) == ["self", "initial_rerun_data"]


def test_a_thread_of_a_session_takes_requests_and_is_let_go_with_its_last_message() -> None:
    """pending_messages: AppSession._scriptrunner is None while nothing is drawn and no message is pending."""
    assert AppSession.__init__.__code__.co_names.count("_scriptrunner") == 1
    assert "_scriptrunner" in names_in(AppSession._handle_scriptrunner_event_on_event_loop)
    assert callable(ScriptRunner.request_rerun)


def test_a_session_knows_its_event_loop_and_whether_it_ended() -> None:
    """pending_messages: AppSession._event_loop; pending_messages: AppSession._state."""
    assert {"_event_loop", "_state"} <= set(names_in(AppSession.__init__))
    assert AppSessionState.SHUTDOWN_REQUESTED in AppSessionState


def test_a_request_names_its_fragment() -> None:
    """pending_messages: RerunData.fragment_id, AppSession.has_fragment: a fragment that left the page is not run."""
    assert RerunData(fragment_id="answers").fragment_id == "answers"
    assert callable(AppSession.has_fragment)


def test_the_theme_is_serialized_by_one_function_section_by_section() -> None:
    """cached_theme: app_session._populate_theme_msg(message, section), looked up in its module whenever a run begins."""
    assert "_populate_theme_msg" in names_in(AppSession._create_new_session_message)
    assert list(inspect.signature(app_session._populate_theme_msg).parameters) == ["msg", "section"]
    sections = {category.value for category in config.CustomThemeCategories}
    assert sections == {"light", "dark", "sidebar", "light.sidebar", "dark.sidebar"}
    assert {"light", "dark", "sidebar"} <= set(CustomThemeConfig.DESCRIPTOR.fields_by_name)


def report_runs() -> None:
    """A page that says whether it is one."""
    import streamlit as st

    from bertplay.ui.streamlit_internals import is_page_run

    st.session_state["is_page_run"] = is_page_run()


def test_a_run_of_a_page_has_a_context() -> None:
    """script_run: get_script_run_ctx() is None outside of a page."""
    assert get_script_run_ctx(suppress_warning=True) is None
    page = AppTest.from_function(report_runs).run()
    assert page.session_state["is_page_run"]


def test_the_pages_folder_is_ignored_when_this_is_false() -> None:
    """page_discovery: PagesManager.uses_pages_directory decides whether app.py is run; intended_page_name is the name in the link."""
    assert PagesManager.__dict__["uses_pages_directory"] in {None, True, False}
    assert "uses_pages_directory" in names_in(inspect.unwrap(st.navigation))
    manager = PagesManager(str(ROOT / "app.py"))
    manager.set_script_intent("", "masked_word")
    assert manager.intended_page_name == "masked_word"


def test_uploaded_files_are_stored_by_session() -> None:
    """uploads: MemoryUploadedFileManager.file_storage, {session: {file: record with its data}}, of Runtime.uploaded_file_mgr."""
    manager = MemoryUploadedFileManager("/upload")
    manager.add_file("session", UploadedFileRec("1", "a.csv", "text/csv", b"12345"))
    assert {session: [len(record.data) for record in files.values()] for session, files in manager.file_storage.items()} == {"session": [5]}
    assert isinstance(inspect.getattr_static(Runtime, "uploaded_file_mgr"), property)


def test_streamlit_writes_addresses_with_push_state() -> None:
    """back_button: values of a page in handlePageInfoChanged, another page in maybeUpdatePageUrl; see tests/browser/test_back_button.py."""
    scripts = [file.read_text("utf-8") for file in (STREAMLIT / "static" / "static" / "js").glob("index.*.js")]
    for writer in ("handlePageInfoChanged", "maybeUpdatePageUrl"):
        assert any(re.search(rf"this\.{writer}=.{{,600}}?window\.history\.pushState\(", script) for script in scripts), writer
    assert "history.pushState = " in back_button.SCRIPT.read_text("utf-8")


PRIVATE = ("streamlit.runtime", "streamlit.proto", "streamlit.web", "streamlit.commands", "streamlit.navigation", "streamlit.elements")


def private_imports(source: str) -> Iterator[str]:
    """Modules of Streamlit that its documentation does not name."""
    for node in ast.walk(ast.parse(source)):
        names = (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        yield from (name for name in names if name.startswith(PRIVATE))


def test_private_modules_are_imported_in_one_package_and_not_by_its_plain_functions() -> None:
    """Otherwise the switch would switch nothing off."""
    files = [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "bertplay").rglob("*.py")]
    importing = {file for file in files if list(private_imports(file.read_text("utf-8")))}
    assert importing
    assert {file.parent for file in importing} == {INTERNALS}
    assert INTERNALS / "__init__.py" not in importing


@pytest.mark.parametrize("file", sorted((ROOT / "bertplay" / "ui").rglob("__init__.py")), ids=lambda f: f.parent.name)
def test_importing_a_package_of_the_pages_does_nothing(file: Path) -> None:
    """A package that calls something when it is imported fails in script runs that are concurrent with an aborted one."""
    body = ast.parse(file.read_text("utf-8")).body
    assert [node for node in body[1:] if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)] == []
