"""Keep the vectors of training texts on disk, so that only new texts are encoded again."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from bot.encoder.session import SentenceEncoder, Vectors


def encode_kept(encoder: SentenceEncoder, texts: list[str], path: Path) -> Vectors:
    """Return the texts' vectors, from the file where it has them; the file is brought up to date.

    path: an .npz that belongs to one encoder. A file that cannot be read is made anew.
    """
    kept = _read(path)
    keys = [hashlib.sha256(text.encode()).hexdigest()[:20] for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    if new:
        kept |= dict(zip(new, encoder.encode(list(new.values())), strict=True))
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, keys=np.array(list(kept)), vectors=np.stack(list(kept.values())))
    if not keys:
        return encoder.encode([])
    return np.stack([kept[key] for key in keys])


def _read(path: Path) -> dict[str, Vectors]:
    try:
        with np.load(path, allow_pickle=False) as data:
            return dict(zip(data["keys"].tolist(), data["vectors"], strict=True))
    except (OSError, ValueError, KeyError):
        return {}
