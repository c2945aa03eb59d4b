"""The machine a training ran on, recorded for every stage, because a training may move to another one."""

import os
import platform
from pathlib import Path

import torch
import transformers


def machine(device: torch.device | None = None) -> str:
    """The processor or GPU: 'one NVIDIA …', '2 cores of Intel(R) Xeon(R) Processor (torch …, transformers …)'."""
    if torch.cuda.is_available() and (device is None or device.type == "cuda"):
        return f"one {torch.cuda.get_device_name()}"
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        name = names[0] if names else name
    return f"{os.cpu_count()} cores of {name} (torch {torch.__version__}, transformers {transformers.__version__})"
