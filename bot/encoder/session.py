"""Encode texts to unit vectors with ONNX Runtime; no torch at serving time."""

from __future__ import annotations

import functools
import hashlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding, Tokenizer

from bot.errors import ArchiveError

Vectors = npt.NDArray[np.float32]

#: Tokens past this are cut: longer messages are read in pieces.
MAX_TOKENS = 128
#: Texts that are encoded side by side.
_MOST_RUNS = 4


class SentenceEncoder:
    """A loaded encoder; one per process and archive (see `shared`).

    Each text is a run of its own: its vector depends on nothing else in the batch (int8 scales
    are taken from what is run together), and nothing is padded. Runs go side by side instead.
    """

    def __init__(self, folder: Path) -> None:
        digest = hashlib.sha256((folder / "encoder.onnx").read_bytes())
        self.fingerprint = digest.hexdigest()[:16]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # a text is too little work to share between threads
        options.enable_cpu_mem_arena = False  # it would hold 40 MB more, and save nothing for short texts
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: list[str]) -> Vectors:
        """Return float32 unit vectors, shape (len(texts), width)."""
        encodings = self._tokenizer.encode_batch(texts)
        if len(encodings) < 2:
            rows = [self._encode(encoding) for encoding in encodings]
        else:
            rows = list(_runs().map(self._encode, encodings))
        return np.stack(rows) if rows else np.zeros((0, self.width), dtype=np.float32)

    def _encode(self, encoding: Encoding) -> Vectors:
        ids = np.array([encoding.ids], dtype=np.int64)
        vector: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]
        return vector

    @property
    def width(self) -> int:
        """The length of a vector."""
        return int(self._session.get_outputs()[0].shape[-1])


@functools.lru_cache(maxsize=1)
def _runs() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=min(_MOST_RUNS, os.cpu_count() or 1), thread_name_prefix="encoder")


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
