"""Small files: weights kept as int8 with a scale per output channel, or as fp16, and widened by
nodes that fold at load.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LEAST = 4096  # smaller tensors stay f32: biases, norms, positions


def output_axis(graph, name: str, dims: int) -> int:
    """The axis of output channels: last for MatMul's second input, first for convolutions, Gemm
    with transB, embeddings.
    """
    for node in graph.node:
        if name in node.input:
            if node.op_type == "MatMul":
                return dims - 1
            if node.op_type == "Gemm":
                return 0 if any(a.name == "transB" and a.i for a in node.attribute) else 1
    return 0


def eight(weight: np.ndarray, axis: int):
    """int8 and f32 scales such that weight ≈ int8 · scale."""
    other = tuple(i for i in range(weight.ndim) if i != axis)
    scale = np.maximum(np.abs(weight).max(other, keepdims=True), 1e-8).astype(np.float32) / 127
    return np.clip(np.round(weight / scale), -127, 127).astype(np.int8), scale


def compress(proto: onnx.ModelProto, eight_bit: bool):
    """Rewrites the large f32 initialisers of `proto` in place."""
    graph, nodes = proto.graph, []
    for tensor in list(graph.initializer):
        weight = numpy_helper.to_array(tensor)
        if weight.dtype != np.float32 or weight.size < LEAST:
            continue
        name = tensor.name
        graph.initializer.remove(tensor)
        if eight_bit and weight.ndim > 1:
            small, scale = eight(weight, output_axis(graph, name, weight.ndim))
            graph.initializer.extend(
                [
                    numpy_helper.from_array(small, f"{name}.int8"),
                    numpy_helper.from_array(scale, f"{name}.scale"),
                ]
            )
            nodes += [
                helper.make_node("Cast", [f"{name}.int8"], [f"{name}.wide"], to=TensorProto.FLOAT),
                helper.make_node("Mul", [f"{name}.wide", f"{name}.scale"], [name]),
            ]
        else:
            graph.initializer.append(
                numpy_helper.from_array(weight.astype(np.float16), f"{name}.half")
            )
            nodes.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    for node in reversed(nodes):
        graph.node.insert(0, node)
    del graph.value_info[:]
