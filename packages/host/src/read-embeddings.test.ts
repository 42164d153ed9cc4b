import { deflateRawSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { readEmbeddings } from "./read-embeddings.ts";
import { matrix, numpyFiles, whole } from "./testing/numpy-files.ts";

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
const plain = async (bytes: Uint8Array) =>
  (await readEmbeddings(bytes)).vectors.map(({ data, shape }) => [[...data], shape]);
const written = (name: keyof typeof numpyFiles) => new Uint8Array(Buffer.from(numpyFiles[name], "base64"));

/** The file with one bit of its values flipped. */
function damaged(file: Uint8Array, at = 200): Uint8Array {
  const changed = file.slice();
  changed[at]! ^= 1;
  return changed;
}

/** An archive of deflated entries, each of a size that its directory claims. */
function zip(entries: readonly { name: string; deflated: Uint8Array; size: number }[]): Uint8Array {
  const head = (sized: number) => Buffer.alloc(sized);
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const { name, deflated, size } of entries) {
    const local = head(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const central = head(46 + name.length);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(deflated.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(at, 42);
    central.write(name, 46);
    bodies.push(local, Buffer.from(deflated));
    directory.push(central);
    at += local.length + deflated.length;
  }
  const end = head(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(at, 16);
  // An empty archive begins with its end; ours begins as one with files does.
  const start = entries.length === 0 ? [Buffer.of(0x50, 0x4b, 3, 4)] : [];
  return new Uint8Array(Buffer.concat([...start, ...bodies, ...directory, end]));
}

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
  ])("reads %s", async (_, bytes, expected) => {
    expect(await plain(bytes as Uint8Array)).toEqual(expected);
  });

  test("reads labels beside embeddings", async () => {
    const labels = ["a", "b"];
    expect((await readEmbeddings(json({ embeddings: [[1], [2]], labels }))).labels).toEqual(labels);
  });

  test.each([
    ["f2", matrix],
    ["fortran", matrix],
    ["fortran-f2", matrix],
    ["f8", matrix],
    ["big-endian", matrix],
    ["npz", matrix],
    ["npz-compressed", matrix],
    ["i8", whole],
    [
      "u1",
      [
        [1, 2, 255],
        [4, 5, 6],
      ],
    ],
    ["one", [matrix[0]]],
  ] as const)("reads what NumPy wrote: %s", async (name, rows) => {
    expect((await readEmbeddings(written(name))).vectors.map(({ data }) => [...data])).toEqual(rows);
  });

  test("reads labels of an .npz", async () => {
    expect((await readEmbeddings(written("npz-compressed"))).labels).toEqual(["ハート", "a dog"]);
  });

  test("reads every half float as NumPy does", async () => {
    const bits = [0x0001, 0x03ff, 0x0400, 0x3555, 0x3c00, 0x7bff, 0x8001, 0xc000];
    // numpy.frombuffer(bits, "<f2") times 2**24
    const values = [1, 1023, 1024, 5591040, 2 ** 24, 65504 * 2 ** 24, -1, -(2 ** 25)];
    const file = npy("<f2", `${bits.length},`, new Uint8Array(Uint16Array.from(bits).buffer));
    const [vector] = (await readEmbeddings(file)).vectors;
    expect([...(vector?.data ?? [])]).toEqual(values.map((value) => value / 2 ** 24));
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
    [
      "half a matrix",
      npy("<f2", "2, 2", new Uint8Array(4), "True"),
      "4 bytes of values for the shape (2, 2)",
    ],
    ["two arrays of no name", written("npz-two"), 'an .npz of 2 arrays ("a", "b")'],
    ["Python objects in an .npz", written("npz-objects"), "type |O"],
    ["complex numbers", written("complex"), "type <c8"],
    ["records", written("structured"), "a type that the header does not name"],
    ["an .npz that was cut", written("npz").slice(0, -4), "an archive that was cut"],
    ["an .npz with another byte", damaged(written("npz")), '"arr.npy", which is damaged'],
    ["a deflated .npz with another byte", damaged(written("npz-compressed"), 100), "damaged"],
    ["an archive of nothing", zip([]), "an .npz of 0 arrays"],
    ["a key that is none", json('{"__proto__": {}, "embeddings": [[1]]}'), "__proto__"],
    ["infinity", npy("<f4", "1,", bytesOf(Float32Array.of(Number.POSITIVE_INFINITY))), "of length Infinity"],
    ["a file that was cut", npy("<f4", "4,", new Uint8Array(8)), "8 bytes of values for the shape (4)"],
    ["a header that was cut", npy("<f4", "4,", new Uint8Array(8)).slice(0, 30), "within its header"],
    ["a label of a lone surrogate", json('{"embeddings": [[1]], "labels": ["\\ud800"]}'), "label 1"],
    ["a label of 501 characters", json({ embeddings: [[1]], labels: ["x".repeat(501)] }), "label 1"],
    ["no axis", npy("<f4", "", bytesOf(Float32Array.of(1))), "shape []"],
    ["three axes", npy("<f4", "1, 1, 1", bytesOf(Float32Array.of(1))), "shape [1, 1, 1]"],
  ])("refuses %s", async (_, bytes, words) => {
    await expect(readEmbeddings(bytes as Uint8Array)).rejects.toEqual(
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
  ])("refuses too many %s", async (_, bytes, words) => {
    await expect(readEmbeddings(bytes)).rejects.toEqual(
      expect.objectContaining({
        code: "embedding_too_large",
        message: expect.stringMatching(new RegExp(`Found ${words}.*expected at most 4096 of 8192`)),
      }),
    );
  });

  test("unpacks no more of an archive than its header is, where the array is not wanted", async () => {
    const header = npy("<f4", "1, 1", new Uint8Array(4));
    const bomb = deflateRawSync(Buffer.concat([header, Buffer.alloc(64_000_000)]));
    const unpacked = vi.spyOn(Uint8Array.prototype, "set");
    const claims = (size: number) => readEmbeddings(zip([{ name: "a.npy", deflated: bomb, size }]));
    await expect(claims(header.length + 64_000_000)).rejects.toThrow("bytes of values for the shape (1, 1)");
    await expect(claims(4_000_000_000)).rejects.toThrow("bytes of values for the shape (1, 1)");
    const bytes = unpacked.mock.calls.reduce((sum, [part]) => sum + part.length, 0);
    unpacked.mockRestore();
    expect(bytes).toBeLessThan(100_000);
  });
});

test.each([
  '{"embeddings":[[1,2]],"__proto__":{"labels":["x"]}}',
  '{"embeddings":[[1,2]],"__pro\\u0074o__":1}',
  '{"embeddings":[[1,2]],"constructor":{}}',
  '{"embeddings":[[1,2]],"about":{"of":[{"prototype":1}]}}',
  '{"__proto__":{"embeddings":[[1,2]]}}',
])("refuses a key that objects treat specially: %s", async (text) => {
  await expect(readEmbeddings(json(text))).rejects.toThrow(/found the key|Found the key/i);
});
test("takes other keys, at any depth", async () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect(await plain(json(`{"embeddings":[[1,2]],"about":${deep}}`))).toEqual([[[1, 2], [2]]]);
});
