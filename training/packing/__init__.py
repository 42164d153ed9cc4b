"""From checkpoints to a model pack: ONNX files, statistics, concept table, manifest."""
