"""Where a run keeps its files, and on what it runs."""

import json
import os
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parent.parent


def work_dir() -> Path:
    """Renders, checkpoints and logs: UNCLIP_TRAINING_DIR, else training/.work (ignored by git)."""
    path = Path(os.environ.get("UNCLIP_TRAINING_DIR", ROOT / ".work"))
    path.mkdir(parents=True, exist_ok=True)
    return path


def recipe(name: str) -> dict:
    return {"name": name, **json.loads((ROOT / "recipes" / f"{name}.json").read_text())}


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def half_precision() -> bool:
    """bf16 autocast: on CUDA, and on processors that multiply bf16 in hardware (measured ×1.5;
    slower elsewhere).
    """
    return torch.cuda.is_available() or torch.cpu._is_avx512_bf16_supported()


def autocast():
    return torch.autocast(device().type, torch.bfloat16, enabled=half_precision())
