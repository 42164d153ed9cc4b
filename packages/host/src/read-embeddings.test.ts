import { describe, expect, test } from "vitest";
import { readEmbeddings } from "./read-embeddings.ts";

const json = (value: unknown) =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

/** A .npy file as numpy.save writes it. */
function npy(descr: string, shape: string, values: Uint8Array, order = "False"): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`;
  const header = `${text.padEnd(117)}\n`;
  const bytes = new Uint8Array(10 + header.length + values.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(values, 10 + header.length);
  return bytes;
}
const bytesOf = (values: Float32Array | Float64Array) => new Uint8Array(values.buffer);
const plain = (bytes: Uint8Array) =>
  readEmbeddings(bytes).vectors.map(({ data, shape }) => [[...data], shape]);

describe("readEmbeddings", () => {
  test.each([
    ["one list", json([1, 2]), [[[1, 2], [2]]]],
    [
      "lists",
      json([
        [1, 2],
        [3, 4],
      ]),
      [
        [[1, 2], [2]],
        [[3, 4], [2]],
      ],
    ],
    ["a vector of float32", npy("<f4", "2,", bytesOf(Float32Array.of(1, 2))), [[[1, 2], [2]]]],
    [
      "an array of float64",
      npy("<f8", "2, 1", bytesOf(Float64Array.of(1, 2))),
      [
        [[1], [1]],
        [[2], [1]],
      ],
    ],
  ])("reads %s", (_, bytes, expected) => {
    expect(plain(bytes as Uint8Array)).toEqual(expected);
  });

  test("reads labels beside embeddings", () => {
    expect(readEmbeddings(json({ embeddings: [[1], [2]], labels: ["a", "b"] })).labels).toEqual(["a", "b"]);
  });

  test.each([
    ["what is no file of numbers", json("pickle"), "neither .npy nor JSON"],
    ["text in place of numbers", json([["1"]]), "without a list of numbers"],
    ["nothing", json([]), "without a list of numbers"],
    ["two widths", json([[1, 2], [1]]), "of 2 and 1 numbers"],
    [
      "zeros",
      json([
        [1, 0],
        [0, 0],
      ]),
      "embedding 2 of length 0",
    ],
    ["labels that are fewer", json({ embeddings: [[1], [2]], labels: ["a"] }), "1 labels for 2"],
    ["labels that are no texts", json({ embeddings: [[1]], labels: [1] }), "no list of texts"],
    ["Python objects", npy("|O", "1,", new Uint8Array(8)), "type |O"],
    ["columns first", npy("<f4", "1,", new Uint8Array(4), "True"), "row by row"],
    ["infinity", npy("<f4", "1,", bytesOf(Float32Array.of(Number.POSITIVE_INFINITY))), "of length Infinity"],
    ["a file that was cut", npy("<f4", "4,", new Uint8Array(8)), "8 bytes of values for the shape (4)"],
    ["a header that was cut", npy("<f4", "4,", new Uint8Array(8)).slice(0, 30), "within its header"],
    ["a label of a lone surrogate", json('{"embeddings": [[1]], "labels": ["\\ud800"]}'), "label 1"],
    ["a label of 501 characters", json({ embeddings: [[1]], labels: ["x".repeat(501)] }), "label 1"],
    ["no axis", npy("<f4", "", bytesOf(Float32Array.of(1))), "shape []"],
    ["three axes", npy("<f4", "1, 1, 1", bytesOf(Float32Array.of(1))), "shape [1, 1, 1]"],
  ])("refuses %s", (_, bytes, words) => {
    expect(() => readEmbeddings(bytes as Uint8Array)).toThrow(
      expect.objectContaining({
        code: "embedding_format",
        message: expect.stringContaining(words as string),
      }),
    );
  });

  test.each([
    ["embeddings", json(new Array(4097).fill([1])), "4097 embeddings of 1 numbers"],
    ["numbers", json(new Array(8193).fill(1)), "1 embeddings of 8193 numbers"],
    [
      "both, before anything is made of it",
      npy("<f4", "1000000000, 1000000000", new Uint8Array(4)),
      "1000000000 embeddings",
    ],
  ])("refuses too many %s", (_, bytes, words) => {
    expect(() => readEmbeddings(bytes)).toThrow(
      expect.objectContaining({
        code: "embedding_too_large",
        message: expect.stringMatching(new RegExp(`Found ${words}.*expected at most 4096 of 8192`)),
      }),
    );
  });
});

test.each([
  '{"embeddings":[[1,2]],"__proto__":{"labels":["x"]}}',
  '{"embeddings":[[1,2]],"__pro\\u0074o__":1}',
  '{"embeddings":[[1,2]],"constructor":{}}',
  '{"embeddings":[[1,2]],"about":{"of":[{"prototype":1}]}}',
  '{"__proto__":{"embeddings":[[1,2]]}}',
])("refuses a key that objects treat specially: %s", (text) => {
  expect(() => readEmbeddings(json(text))).toThrow(/found the key|Found the key/i);
});
test("takes other keys, at any depth", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect(plain(json(`{"embeddings":[[1,2]],"about":${deep}}`))).toEqual([[[1, 2], [2]]]);
});
