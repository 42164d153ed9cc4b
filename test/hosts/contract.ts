/**
 * What every host promises. The same cases run on every host, one of them in a browser, so they need nothing but a host that
 * has the pack `contract` (see contract-pack.ts) and throw an Error where a promise is broken.
 */
import type { Host } from "@unclip/host";

interface ContractCase {
  readonly name: string;
  check(host: Host): Promise<void>;
}

const bytesType = "application/octet-stream";
const text = (value: string) => new TextEncoder().encode(value);
const floats = (...values: number[]) => ({ data: Float32Array.from(values), shape: [values.length] });

/** A picture of pixels that 8 bits hold exactly. */
function picture(height: number, width: number) {
  const data = Float32Array.from({ length: 3 * height * width }, (_, i) => ((i * 37) % 256) / 127.5 - 1);
  return { data, shape: [3, height, width] };
}

/** Throws unless both are equal as JSON; typed arrays count as lists. */
function same(found: unknown, expected: unknown): void {
  const plain = (value: unknown) =>
    JSON.stringify(value, (_, v) => (ArrayBuffer.isView(v) ? [...(v as Uint8Array)] : v));
  if (plain(found) !== plain(expected))
    throw new Error(`found ${plain(found)?.slice(0, 400)}, expected ${plain(expected)?.slice(0, 400)}`);
}

function holds(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}

/** Throws unless the call fails with this code. */
async function refused(call: Promise<unknown>, code: string): Promise<void> {
  const found = await call.then(
    () => "no error",
    (error: Error & { code?: string }) => error.code ?? error.message,
  );
  same(found, code);
}

const assets: ContractCase[] = [
  {
    name: "assets come back under the sha256 of their bytes",
    async check({ assets }) {
      const id = await assets.put(text("hello"), bytesType);
      same(id, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
      same(await assets.get(id), { bytes: text("hello"), type: bytesType });
      same(await assets.put(text("hello"), bytesType), id);
    },
  },
  {
    name: "the same bytes put at once are one asset, and no bytes are an asset too",
    async check({ assets }) {
      const ids = await Promise.all([1, 2, 3].map(() => assets.put(text("at once"), bytesType)));
      same(new Set(ids).size, 1);
      same((await assets.get(ids[0]!))?.bytes, text("at once"));
      const nothing = await assets.put(new Uint8Array(), bytesType);
      same(nothing, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    },
  },
  {
    name: "an asset that is not there is undefined, whatever it is called",
    async check({ assets }) {
      for (const id of ["f".repeat(64), "", "../etc/passwd"]) same(await assets.get(id), undefined);
    },
  },
  {
    name: "what was stored does not change with the caller's bytes, nor with a reader's",
    async check({ assets }) {
      const bytes = Uint8Array.of(1, 2, 3);
      const putting = assets.put(bytes, bytesType);
      const id = await putting;
      bytes[0] = 9;
      (await assets.get(id))!.bytes[1] = 9;
      same((await assets.get(id))!.bytes, [1, 2, 3]);
    },
  },
];

const images: ContractCase[] = [
  {
    name: "a picture is encoded without loss, and the same pixels give the same bytes",
    async check({ images }) {
      const image = picture(5, 7);
      for (const type of ["image/png", "image/webp"] as const) {
        const bytes = await images.encode(image, type);
        same(await images.encode(picture(5, 7), type), bytes);
        const decoded = await images.decode(bytes);
        same(decoded.shape, [3, 5, 7]);
        const worst = Math.max(...decoded.data.map((x, i) => Math.abs(x - image.data[i]!)));
        holds(worst < 1e-6, `${type}: found a difference of ${worst}, expected none`);
      }
    },
  },
  {
    name: "pixels beyond [−1, 1] are clamped",
    async check({ images }) {
      const png = await images.encode({ data: Float32Array.of(5, -5, 0), shape: [3, 1, 1] }, "image/png");
      const [red, green, blue] = (await images.decode(png)).data;
      same([red, green], [1, -1]);
      holds(Math.abs(blue!) < 0.004, `found ${blue}, expected 0`);
    },
  },
  {
    name: "a picture that is not finite, or of another shape, is not encoded",
    async check({ images }) {
      const nan = { data: Float32Array.of(Number.NaN, 0, 0), shape: [3, 1, 1] };
      await refused(images.encode(nan, "image/png"), "numeric_nonfinite");
      await refused(
        images.encode({ data: new Float32Array(4), shape: [4, 1, 1] }, "image/png"),
        "image_size",
      );
    },
  },
  {
    name: "bytes that are no picture are refused as a format",
    async check({ images }) {
      for (const bytes of [new Uint8Array(), text("<svg/>"), Uint8Array.of(0x89, 0x50)])
        await refused(images.decode(bytes), "image_format");
    },
  },
  {
    name: "an animation needs frames, of one size",
    async check({ images }) {
      const bytes = await images.animate([picture(4, 4), picture(4, 4)], 100);
      holds(bytes.length > 20, `found ${bytes.length} bytes, expected an animation`);
      await refused(images.animate([], 100), "image_size");
      await refused(images.animate([picture(4, 4), picture(4, 5)], 100), "image_size");
    },
  },
];

const packs: ContractCase[] = [
  {
    name: "packs are listed and opened by id, and read by file",
    async check({ packs }) {
      same(await packs.list(), ["contract"]);
      const pack = await packs.open("contract");
      same(pack.manifest.title, "Contract");
      same(pack.digest.length, 64);
      same(await pack.read("LICENSE"), text("Public domain.\n"));
    },
  },
  {
    name: "a pack that is not there is missing, and so is a file that the manifest does not name",
    async check({ packs }) {
      for (const id of ["karlo", "../contract", "Contract", ""])
        await refused(packs.open(id), "model_missing");
      const pack = await packs.open("contract");
      for (const file of ["model.json", "toString", "../contract/LICENSE"])
        await refused(pack.read(file), "model_missing");
    },
  },
  {
    name: "a file whose bytes changed is refused",
    async check({ packs }) {
      await refused((await packs.open("contract")).read("changed.bin"), "model_changed");
    },
  },
];

const sessions: ContractCase[] = [
  {
    name: "a model computes, says what computes, and counts its time",
    async check({ packs, sessions }) {
      holds(/^[a-z]+ /.test(sessions.provider), `found the provider "${sessions.provider}"`);
      const session = await sessions.open(await packs.open("contract"), "neg.onnx");
      same(session.inputs, [{ name: "x", type: "float32", shape: ["batch"] }]);
      const before = sessions.busyMilliseconds;
      same(await session.run({ x: floats(1, -2) }), { y: { data: [-1, 2], shape: [2] } });
      holds(sessions.busyMilliseconds >= before, "the time in model calls went back");
    },
  },
  {
    name: "64-bit integers, scalars and booleans are fed",
    async check({ packs, sessions }) {
      const session = await sessions.open(await packs.open("contract"), "types.onnx");
      const { y } = await session.run({
        n: { type: "int64", data: [7], shape: [] },
        m: { type: "bool", data: [true, false], shape: [2] },
      });
      same(y!.data, [7, 0]);
    },
  },
  {
    name: "calls that overlap, on several models, each get their own result",
    async check({ packs, sessions }) {
      const pack = await packs.open("contract");
      const [neg, log] = await Promise.all([
        sessions.open(pack, "neg.onnx"),
        sessions.open(pack, "log.onnx"),
      ]);
      const calls = [1, 2, 3, 4].flatMap((v) => [neg.run({ x: floats(v) }), log.run({ x: floats(1) })]);
      const found = (await Promise.all(calls)).map(({ y }) => y!.data[0]);
      same(
        found.map((v) => v! + 0),
        [-1, 0, -2, 0, -3, 0, -4, 0],
      );
    },
  },
  {
    name: "feeds that are not the model's are refused, and the model goes on",
    async check({ packs, sessions }) {
      const session = await sessions.open(await packs.open("contract"), "neg.onnx");
      await refused(session.run({ x: floats(1), spare: floats(1) }), "model_contract");
      await refused(session.run({}), "model_contract");
      await refused(session.run({ x: { type: "int64", data: [1], shape: [1] } }), "model_contract");
      await refused(session.run({ x: { data: Float32Array.of(1, 2), shape: [1, 2] } }), "model_contract");
      same((await session.run({ x: floats(1) })).y!.data, [-1]);
    },
  },
  {
    name: "a result that is not finite is refused",
    async check({ packs, sessions }) {
      const session = await sessions.open(await packs.open("contract"), "log.onnx");
      for (const x of [-1, 0]) await refused(session.run({ x: floats(x) }), "numeric_nonfinite");
      same((await session.run({ x: floats(1) })).y!.data, [0]);
    },
  },
  {
    name: "a session goes on after everything was released",
    async check({ packs, sessions }) {
      const session = await sessions.open(await packs.open("contract"), "neg.onnx");
      const running = session.run({ x: floats(3) });
      await sessions.release();
      same((await running).y!.data, [-3]);
      same((await session.run({ x: floats(4) })).y!.data, [-4]);
    },
  },
];

/** On hosts that load ONNX files; the memory host has functions instead. */
const files: ContractCase[] = [
  {
    name: "a file that is no model is invalid",
    async check({ packs, sessions }) {
      await refused(sessions.open(await packs.open("contract"), "LICENSE"), "model_invalid");
    },
  },
  {
    name: "weights in a file beside the model are found",
    async check({ packs, sessions }) {
      const session = await sessions.open(await packs.open("contract"), "beside.onnx");
      same((await session.run({ x: floats(1) })).y!.data, [3.5]);
    },
  },
  {
    name: "outputs that are no floats are refused",
    async check({ packs, sessions }) {
      const session = await sessions.open(await packs.open("contract"), "ints.onnx");
      await refused(session.run({ x: floats(1) }), "model_contract");
    },
  },
];

export const contract: readonly ContractCase[] = [...assets, ...images, ...packs, ...sessions];
export const fileContract: readonly ContractCase[] = files;

/** Runs one case by name. */
export async function checkCase(host: Host, name: string): Promise<void> {
  const found = [...contract, ...files].find((one) => one.name === name);
  if (!found) throw new Error(`there is no case "${name}"`);
  await found.check(host);
}
