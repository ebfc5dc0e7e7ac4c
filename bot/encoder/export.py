"""Export a sentence-transformers model to one ONNX graph of int8 matrices and half-precision tables: ids in, unit vectors out.

Runs at training time only: torch, onnx and sentence-transformers are imported here and nowhere else.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from bot.encoder.session import SentenceEncoder, Vectors
from bot.encoder.tuning import apply
from bot.errors import AftercareError

#: Cosine to the original below which an export is refused,
LEAST_AGREEMENT = 0.9999
#: and below which its int8 form is: heads and index are fitted to the vectors of that form.
LEAST_AGREEMENT_INT8 = 0.95
_PROBES = (
    "How long until I can lift?",
    "my mom cant feel her legs",
    "UK HealthCare: for the first day, lift nothing that makes you strain, such as heavy grocery bags.",
    "¿cuándo puedo bañarme?",
)


def model_folder(model: str) -> Path:
    """Return the folder of a model: a folder as it is, else the one a Python package carries.

    A name with a slash is a hub's name and is fetched by sentence-transformers.
    """
    if Path(model).is_dir():
        return Path(model)
    spec = importlib.util.find_spec(model.replace("-", "_"))
    if spec is not None and spec.submodule_search_locations:
        root = Path(next(iter(spec.submodule_search_locations)))
        for found in sorted(root.rglob("modules.json")):
            return found.parent
    if "/" in model:
        from huggingface_hub import snapshot_download

        return Path(snapshot_download(model))
    raise AftercareError(
        f"The encoder {model} is not here. Run `make setup` (it installs the group `train`), "
        "or name a local folder under `model` in config.yml."
    )


def fingerprint(model: str, tuned: str | None = None) -> str:
    """Return a short hash that changes when the model's files, its tuning or this exporter change."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    if tuned:
        digest.update(Path(tuned).read_bytes())
    folder = model_folder(model)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}:{path.stat().st_size}".encode())
    return digest.hexdigest()[:16]


def export(model: str, target: Path, cache: Path, *, tuned: str | None = None) -> float:
    """Write `encoder.onnx` and `tokenizer.json` to target, from the cache where it can.

    tuned: a file that `make tune` wrote, whose differences are added to the model first.
    Returns the least cosine between the export and the original on probe sentences
    (1.0 when it came from the cache, which holds only exports that agreed).
    """
    kept = cache / fingerprint(model, tuned)
    target.mkdir(parents=True, exist_ok=True)
    agreement = 1.0
    if not (kept / "encoder.onnx").is_file():
        with tempfile.TemporaryDirectory() as scratch:
            agreement = _export_new(model_folder(model), Path(scratch), tuned)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(scratch, kept, dirs_exist_ok=True)
            _forget_old(cache, kept)
    for name in ("encoder.onnx", "tokenizer.json"):
        shutil.copyfile(kept / name, target / name)
    return agreement


def _forget_old(cache: Path, kept: Path) -> None:
    """Drop other exports: each is 35 MB and none is asked for again."""
    for folder in cache.iterdir():
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)


def _export_new(folder: Path, target: Path, tuned: str | None) -> float:
    from sentence_transformers import SentenceTransformer

    original: Any = SentenceTransformer(str(folder), device="cpu")
    if tuned:
        apply(original, Path(tuned))
    shutil.copyfile(folder / "tokenizer.json", target / "tokenizer.json")
    whole = target / "whole.onnx"
    _write_graph(original, whole)
    expected = original.encode(list(_PROBES), normalize_embeddings=True)
    shutil.copyfile(whole, target / "encoder.onnx")
    _agreement(target, expected, LEAST_AGREEMENT)
    _quantise(whole, target / "encoder.onnx")
    _halve_tables(target / "encoder.onnx")
    whole.unlink()
    return _agreement(target, expected, LEAST_AGREEMENT_INT8)


def _agreement(folder: Path, expected: Vectors, least: float) -> float:
    """Return the least cosine of a folder's encoder to the original; AftercareError below `least`."""
    got = SentenceEncoder(folder).encode(list(_PROBES))
    agreement = float(np.min(np.sum(expected * got, axis=1)))
    if agreement < least:
        raise AftercareError(f"The exported encoder disagrees with the original (cosine {agreement:.5f}).")
    return agreement


def _quantise(source: Path, target: Path) -> None:
    """Write a graph whose matrices are int8, with a scale for each column.

    Seven bits of the eight: sums of full ones overflow on processors without VNNI, and machines would differ.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )


def _halve_tables(path: Path) -> None:
    """Keep the tables that ids look their vectors up in, most of what int8 leaves, in half precision.

    A row is made single again when it is looked up.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    looked_up = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    looked_up -= {
        name for node in graph.node for place, name in enumerate(node.input) if node.op_type != "Gather" or place
    }
    tables = [t for t in graph.initializer if t.name in looked_up and t.data_type == TensorProto.FLOAT]
    for table in tables:
        half = numpy_helper.to_array(table).astype(np.float16)
        table.CopyFrom(numpy_helper.from_array(half, table.name))
    halved = {table.name for table in tables}
    for place, node in reversed(list(enumerate(graph.node))):
        if node.op_type == "Gather" and node.input[0] in halved:
            single = node.output[0]
            node.output[0] = f"{single}.half"
            graph.node.insert(place + 1, helper.make_node("Cast", [node.output[0]], [single], to=TensorProto.FLOAT))
    onnx.save(model, str(path))


def _write_graph(original: Any, path: Path) -> None:
    import torch

    class Pooled(torch.nn.Module):  # type: ignore[misc,name-defined]
        """Mean-pooled, length-normalised sentence vectors."""

        def __init__(self) -> None:
            super().__init__()
            self.model = original[0].auto_model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            tokens = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(tokens.dtype)
            mean = (tokens * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, p=2, dim=1)

    sample = torch.ones((2, 8), dtype=torch.int64)
    torch.onnx.export(
        Pooled().eval(),
        (sample, sample),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors"],
        dynamic_axes={name: {0: "batch", 1: "tokens"} for name in ("input_ids", "attention_mask")}
        | {"vectors": {0: "batch"}},
        opset_version=14,
    )
