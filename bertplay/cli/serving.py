"""The command that starts the app; `bertplay` alone is the same."""

import runpy
import sys
from pathlib import Path
from typing import Annotated

import typer

from bertplay.cli.base import Commands

commands = Commands("Start")
PACKAGE = Path(__file__).parents[1]
INSTALLED = PACKAGE / "web" / "app.py"
"""Where a wheel has what is beside the package in a checkout: app.py, pages/ and .streamlit/config.toml."""

Host = Annotated[str, typer.Option(envvar="STREAMLIT_SERVER_ADDRESS", help="Address to listen on; 0.0.0.0 lets others in.")]
Port = Annotated[int, typer.Option(envvar="STREAMLIT_SERVER_PORT", min=1, max=65535, help="Port to listen on.")]
BasePath = Annotated[str, typer.Option(envvar="STREAMLIT_SERVER_BASE_URL_PATH", help="Path under which a proxy serves the app.")]


@commands.command(rich_help_panel=commands.heading)
def serve(host: Host = "localhost", port: Port = 8501, base_path: BasePath = "") -> None:
    """Start the app, as `bertplay` alone does."""
    options = {"address": host, "port": port, "baseUrlPath": base_path}
    flags = [f"--server.{name}={value}" for name, value in options.items()]
    sys.argv = ["streamlit", "run", str(app_file()), *flags]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def app_file() -> Path:
    """What Streamlit runs. Its settings are in the folder .streamlit beside it, where Streamlit looks for them."""
    return INSTALLED if INSTALLED.is_file() else PACKAGE.parent / "app.py"
