"""Weights of an exported pack back into PyTorch, where no checkpoint is left: rounded to int8, but
a start.
"""

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from packing.onnx_file import trace


def initialisers(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    """f32 weights of a stored ONNX file by their names before storage, widened."""
    raw = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    out = {}
    for name, value in raw.items():
        if name.endswith(".int8"):
            out[name[:-5]] = value.astype(np.float32) * raw[f"{name[:-5]}.scale"]
        elif name.endswith(".half"):
            out[name[:-5]] = value.astype(np.float32)
        elif not name.endswith(".scale") and value.dtype == np.float32:
            out[name] = value
    return out


def renamed(fresh: onnx.GraphProto, shipped: onnx.GraphProto) -> dict[str, str]:
    """Names in `fresh` → names in `shipped`, by the place of their nodes: exporting counts names
    up, but keeps the order.
    """
    widened = {
        output
        for node in shipped.node
        for output in node.output
        if node.input and node.input[0].endswith((".int8", ".half", ".wide"))
    }
    kept = [node for node in shipped.node if not widened & set(node.output)]
    if [n.op_type for n in fresh.node] != [n.op_type for n in kept]:
        raise ValueError("the shipped file is of another network than the recipe's")
    return {a: b for one, other in zip(fresh.node, kept) for a, b in zip(one.input, other.input)}


@torch.no_grad()
def restore(model: torch.nn.Module, path: Path, inputs: dict, outputs: list[str]) -> set[int]:
    """Fills `model` from the file that was exported of its like; returns the addresses of the
    tensors that the file held.

    The exporter transposes and renames some weights, so a model of random weights is exported the
    same way, and each of its initialisers is traced to the tensor, or transposed tensor, that it
    came from.
    """
    model.eval()
    before = {k: v.clone() for k, v in model.state_dict().items()}
    for tensor in [*model.parameters(), *(b for b in model.buffers() if b.is_floating_point())]:
        tensor.normal_()
    own = {k: v for k, v in model.state_dict().items() if v.is_floating_point()}
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.onnx"
        trace(model, fresh, inputs, outputs)
        graph = onnx.load(fresh).graph
    stored = onnx.load(path).graph
    traced, shipped, names, held = (
        initialisers(graph),
        initialisers(stored),
        renamed(graph, stored),
        set(),
    )
    by_value = {}
    for name, value in traced.items():
        by_value.setdefault((value.size, float(np.float32(value.ravel()[0]))), []).append(name)
    for name, tensor in own.items():
        value = tensor.numpy()
        for candidate in by_value.get((value.size, float(value.ravel()[0])), []):
            made = traced[candidate]
            kept = shipped[names[candidate]]
            if np.array_equal(made.ravel(), value.ravel()):
                tensor.copy_(torch.from_numpy(kept.reshape(value.shape).copy()))
            elif made.ndim == 2 and np.array_equal(made.T, value):
                tensor.copy_(torch.from_numpy(kept.T.copy()))
            else:
                continue
            held.add(tensor.data_ptr())
            break
        else:
            tensor.copy_(before[name])
    return held
