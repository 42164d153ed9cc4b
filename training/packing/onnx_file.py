"""One role to one ONNX file, compared with PyTorch at two batch sizes."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch

from packing.storage import compress

OPSET = 17
TOLERANCE = 1e-3
ROW = {
    "past_keys": 1,
    "past_values": 1,
    "keys": 1,
    "values": 1,
}  # the batch axis, where it is not the first


def session(path: Path, threads: int = 1) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def feeds(inputs: dict, n: int) -> dict:
    """The example inputs with n different rows; scalars stay scalars, and keys and values have
    their layer before the row.
    """
    rows = {
        k: v if v.dim() == 0 else v.repeat_interleave(n, ROW.get(k, 0)) for k, v in inputs.items()
    }
    return {
        k: v + 0.1 * torch.randn(v.shape) if v.is_floating_point() else v for k, v in rows.items()
    }


@torch.no_grad()
def trace(model: torch.nn.Module, path: Path, inputs: dict, outputs: list[str]):
    """`model(*inputs.values())` as an f32 file with a dynamic batch."""
    dynamic = {
        name: {ROW.get(name, 0): "batch"}
        for name in [*(k for k, v in inputs.items() if v.dim()), *outputs]
    }
    for name in dynamic:
        if name in ROW:
            dynamic[name][3] = f"{name} so far"
    torch.onnx.export(
        model,
        tuple(feeds(inputs, 2).values()),
        str(path),
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes=dynamic,
        opset_version=OPSET,
        dynamo=False,
    )


@torch.no_grad()
def write(
    model: torch.nn.Module,
    path: Path,
    full: Path,
    inputs: dict,
    outputs: list[str],
    eight_bit: bool,
) -> dict:
    """Exports with stored weights to `path` and in f32 to `full`; returns the measured differences.
    Raises where ONNX and PyTorch disagree.
    """
    model = model.eval().to("cpu", memory_format=torch.contiguous_format)
    trace(model, full, inputs, outputs)
    proto = onnx.load(full)
    compress(proto, eight_bit)
    onnx.checker.check_model(proto)
    onnx.save(proto, path)
    exact, stored = session(full), session(path)
    report = {"difference": 0.0, "storage_error": 0.0}
    for n in (1, 3):
        given = feeds(inputs, n)
        wanted = model(*given.values())
        wanted = wanted if isinstance(wanted, tuple) else (wanted,)
        arrays = {k: v.numpy() for k, v in given.items()}
        for name, want, got, kept in zip(
            outputs, wanted, exact.run(outputs, arrays), stored.run(outputs, arrays)
        ):
            want = want.numpy()
            assert got.shape == want.shape and got.dtype == np.float32, (
                f"{path.name}: {name} is {got.shape} {got.dtype}"
            )
            wrong = float(np.abs(got - want).max() / max(1.0, np.abs(want).max()))
            assert wrong <= TOLERANCE, f"{path.name}: {name} differs by {wrong:.1e} at batch {n}"
            report["difference"] = max(report["difference"], wrong)
            report["storage_error"] = max(
                report["storage_error"],
                float(np.sqrt(((kept - got) ** 2).mean() / (got**2).mean())),
            )
    return report
