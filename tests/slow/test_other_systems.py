"""What only POSIX systems have is imported only where it is used: bertplay starts on Windows, too."""

import subprocess
import sys

POSIX_ONLY = ("fcntl", "grp", "posix_ipc", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty")
ON_A_CLUSTER = ("bertplay.model_service.deployment", "bertplay.runs.launchers.ray_actor")
"""They import Ray, which a server of pages does not need."""
PROGRAM = f"""
import importlib, pkgutil, sys
import torch, transformers, streamlit, altair, plotly, pandas, sklearn, scipy  # theirs to get right
for name in {POSIX_ONLY}:
    sys.modules[name] = None  # importing it raises ImportError
import bertplay
for module in pkgutil.walk_packages(bertplay.__path__, "bertplay."):
    if module.name.rpartition(".")[2] != "__main__" and module.name not in {ON_A_CLUSTER}:
        importlib.import_module(module.name)
print(len([name for name in sys.modules if name.startswith("bertplay.")]))
"""


def test_every_module_can_be_imported_without_what_only_posix_has() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 300
