"""bertplay in Jupyter and JupyterHub: jupyter-server-proxy starts it below each user's address and shows it in the launcher."""

import sys
from pathlib import Path
from typing import Any


def server() -> dict[str, Any]:
    """The configuration for jupyter-server-proxy (entry point `jupyter_serverproxy_servers`); it fills in {port} and {base_url}."""
    listening = ["--host", "127.0.0.1", "--port", "{port}", "--base-path", "{base_url}bertplay"]
    return {
        "command": [sys.executable, "-m", "bertplay", "serve", *listening],
        "absolute_url": True,
        "timeout": 60,
        "launcher_entry": {"title": "bertplay", "icon_path": str(Path(__file__).parent / "ui" / "assets" / "bertplay.svg")},
    }
