"""`streamlit run app.py` starts the server with the routes, the middleware and the lifespan of bertplay."""

import runpy
from pathlib import Path

import streamlit as st
from streamlit.web.server.app_discovery import discover_asgi_app

APP = Path(__file__).parents[3] / "app.py"


def test_streamlit_finds_the_server_in_app_py() -> None:
    found = discover_asgi_app(APP)
    assert found.import_string == "app:app"
    app = runpy.run_path(str(APP), run_name="app")["app"]
    assert isinstance(app, st.App)
    assert app.script_path == APP
