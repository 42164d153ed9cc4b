import { expect, test } from "vitest";
import { smallContext, valuesOf } from "../testing/run-node.ts";
import { embeddingFile } from "./embedding-file.ts";

async function read(content: unknown, space = "") {
  const { context } = await smallContext();
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  const asset = await context.host.assets.put(bytes, "application/json");
  return embeddingFile.execute({ asset, space }, context);
}

test("gives the file's embeddings as pictures' and as texts', in the model's space unless another is named", async () => {
  const { embedding, text } = await read([
    [1, 0, 0, 1],
    [0, 1, 0, 1],
  ]);
  expect(embedding.items.map(({ vector }) => valuesOf(vector))).toEqual([
    [1, 0, 0, 1],
    [0, 1, 0, 1],
  ]);
  expect(embedding.items[0]!.space).toEqual({ joint: "small", modality: "image", width: 4 });
  expect(text.items[1]!.space).toEqual({ joint: "small", modality: "text", width: 4 });
  const other = await read([[1, 2]], "other");
  expect(other.embedding.items[0]!.space).toEqual({ joint: "other", modality: "image", width: 2 });
});

test("another width is of another space, which has to be named; a file has to be there", async () => {
  await expect(read([[1, 2]])).rejects.toMatchObject({
    code: "space_mismatch",
    message: expect.stringContaining("2 numbers, expected 4"),
  });
  const { context } = await smallContext();
  for (const asset of ["", "f".repeat(64)])
    await expect(embeddingFile.execute({ asset, space: "" }, context)).rejects.toMatchObject({
      code: "asset_missing",
    });
});
