"""Encode texts to unit vectors with ONNX Runtime; no torch at serving time."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from bot.errors import ArchiveError

Vectors = npt.NDArray[np.float32]

#: Tokens past this are cut: longer messages are read in pieces.
MAX_TOKENS = 128


class SentenceEncoder:
    """A loaded encoder; one per process and archive (see `shared`)."""

    def __init__(self, folder: Path) -> None:
        digest = hashlib.sha256((folder / "encoder.onnx").read_bytes())
        self.fingerprint = digest.hexdigest()[:16]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS") or 2)
        # A thread that spins while it waits costs twice the processor's time for no earlier answer.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False  # it would hold 40 MB more, and save nothing for short texts
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: list[str], *, batch: int = 64) -> Vectors:
        """Return float32 unit vectors, shape (len(texts), width)."""
        if not texts:
            return np.zeros((0, self.width), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # little padding in a batch
        vectors = np.empty((len(texts), self.width), dtype=np.float32)
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            vectors[rows] = self._encode([texts[i] for i in rows])
        return vectors

    def _encode(self, texts: list[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch(texts)
        feed = {
            "input_ids": np.array([e.ids for e in encodings], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encodings], dtype=np.int64),
        }
        vectors: Vectors = self._session.run(None, feed)[0]
        return vectors

    @property
    def width(self) -> int:
        """The length of a vector."""
        return int(self._session.get_outputs()[0].shape[-1])


_shared: dict[str, SentenceEncoder] = {}
_lock = threading.Lock()


def shared(folder: Path, key: str) -> SentenceEncoder:
    """Return the process's one encoder for a key, loading it the first time."""
    with _lock:
        if key not in _shared:
            _shared.clear()
            _shared[key] = SentenceEncoder(folder)
        return _shared[key]


def current() -> SentenceEncoder:
    """Return the encoder that this process loaded last: the one that is being trained with."""
    with _lock:
        if not _shared:
            raise ArchiveError("No encoder is loaded: SentenceEncoder must come first in config.yml.")
        return next(iter(_shared.values()))
