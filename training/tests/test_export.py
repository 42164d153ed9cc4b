"""Each role's file at tiny width: ONNX against PyTorch, and the ports that the manifest names."""

import json

import onnx
import pytest
import torch
from onnx import numpy_helper

from model.sentence_encoder import SentenceEncoder
from packing import manifest, onnx_file
from packing.roles import examples, untrained
from tests.tiny import RECIPE, WIDTH, shaken
from trainers.shipped import restore

ROLES = [
    "clip",
    "evaluation-clip",
    "autoencoder",
    "decoder",
    "prior",
    "autoregressive-prior",
    "upsampler-0",
    "upsampler-1",
]


def small(inputs: dict) -> dict:
    """Upsamplers see crops here: they are convolutions, and whole pictures take long."""
    return {
        k: v[..., :32, :32] if v.dim() == 4 and v.shape[1] == 6 else v for k, v in inputs.items()
    }


def files_of(role: str):
    return next((whole, files) for name, whole, files in untrained(RECIPE) if name == role)


def test_every_role_is_tested():
    assert [name for name, _, _ in untrained(RECIPE)] == ROLES


@pytest.mark.parametrize("role", ROLES)
def test_onnx_is_pytorch(role, tmp_path):
    whole, files = files_of(role)
    shaken(whole)
    for name, part, inputs, outputs, eight_bit in files:
        inputs = small(inputs)
        with torch.no_grad():
            out = part.eval()(*inputs.values())
        assert all(o.std() > 0 for o in (out if isinstance(out, tuple) else (out,)))
        report = onnx_file.write(
            part, tmp_path / name, tmp_path / "full.onnx", inputs, outputs, eight_bit
        )
        assert report["difference"] < 1e-3 and report["storage_error"] < 0.05


def test_sentence_encoder_exports(tmp_path):
    encoder = shaken(SentenceEncoder(4096, width=24, layers=2, heads=2, states=WIDTH))
    e = examples(RECIPE)
    inputs = {"input_ids": e["ids"], "attention_mask": e["mask"]}
    outputs = ["text_embeds", "last_hidden_state"]
    path = tmp_path / "text.onnx"
    report = onnx_file.write(encoder, path, tmp_path / "full.onnx", inputs, outputs, True)
    assert report["difference"] < 1e-3
    kinds = {numpy_helper.to_array(t).dtype.name for t in onnx.load(path).graph.initializer}
    assert "int8" in kinds  # the embeddings of tokens are large enough to be stored small


def test_a_network_that_onnx_gets_wrong_is_refused(tmp_path):
    class Drifting(torch.nn.Module):
        """Answers anew at each call, so that the exported file cannot agree."""

        calls = 0

        def forward(self, x):
            self.calls += 1
            return x + self.calls

    args = ({"x": torch.zeros(1, 4)}, ["y"], False)
    with pytest.raises(AssertionError, match="y differs"):
        onnx_file.write(Drifting(), tmp_path / "a.onnx", tmp_path / "full.onnx", *args)


def test_manifest_names_ports_that_the_files_have():
    files = {
        f: (inputs, outputs) for _, _, own in untrained(RECIPE) for f, _, inputs, outputs, _ in own
    }
    entries = manifest.role_entries(RECIPE, 14.0, 3)
    assert {e["file"] for e in entries.values()} == set(files)
    for name, entry in entries.items():
        inputs, outputs = files[entry["file"]]
        assert set(entry["in"].values()) == set(inputs), name
        assert set(entry["out"].values()) <= set(outputs), name


def test_restoring_a_file_gives_its_weights_back(tmp_path):
    whole, files = files_of("prior")
    name, part, inputs, outputs, _ = files[0]
    shaken(whole)
    onnx_file.write(part, tmp_path / name, tmp_path / "full.onnx", inputs, outputs, False)
    wanted = {k: v.clone() for k, v in whole.state_dict().items()}
    other, files = files_of("prior")
    restore(files[0][1], tmp_path / name, inputs, outputs)
    for key, value in other.state_dict().items():
        torch.testing.assert_close(value, wanted[key], atol=2e-3, rtol=2e-3, msg=key)


def test_manifest_lists_every_file_with_its_digest(tmp_path):
    (tmp_path / "text-encoder.onnx").write_bytes(b"weights")
    (tmp_path / "stats.bin").write_bytes(b"1234")
    manifest.write(tmp_path, RECIPE, {"recipe": "tiny"}, {"stats.bin": {}}, 1.0, 14.0, None)
    written = json.loads((tmp_path / "model.json").read_text())
    assert written["files"]["stats.bin"]["bytes"] == 4
    assert list(written["roles"]) == ["text-encoder"]
    assert written["encoding"] == {"length": 32, "width": WIDTH}
