import { describe, expect, test } from "vitest";
import { chooseBackend, type Surroundings } from "./backend.ts";

const chrome: Surroundings = { suspending: true, isolated: true, cores: 8, adapter: async () => "hardware" };
const none = async () => "none" as const;
const software = async () => "software" as const;

describe("the build", () => {
  test.each([
    ["suspends where WebAssembly can", {}, chrome, "jspi", "wasm"],
    ["is the plain one elsewhere", {}, { ...chrome, suspending: false }, "wasm", "wasm"],
    ["has the GPU provider where one is wanted and there", { gpu: true }, chrome, "jspi", "webgpu"],
    [
      "rewinds for a GPU without suspending",
      { gpu: true },
      { ...chrome, suspending: false },
      "asyncify",
      "webgpu",
    ],
    [
      "leaves a software adapter, which is slower than the CPU, alone",
      { gpu: true },
      { ...chrome, adapter: software },
      "jspi",
      "wasm",
    ],
    [
      "takes a software adapter where a test asks for it",
      { gpu: "even-software" },
      { ...chrome, adapter: software },
      "jspi",
      "webgpu",
    ],
    [
      "is the plain one without an adapter",
      { gpu: true },
      { ...chrome, suspending: false, adapter: none },
      "wasm",
      "wasm",
    ],
  ] as const)("%s", async (_, options, surroundings, build, provider) => {
    expect(await chooseBackend(options, surroundings)).toMatchObject({ build, provider });
  });
});

test("no adapter is asked for unless the GPU is wanted", async () => {
  const adapter = async () => {
    throw new Error("asked");
  };
  expect((await chooseBackend({}, { ...chrome, adapter })).provider).toBe("wasm");
});

test("threads are half the cores up to four, or as many as asked for, and one where the page is not isolated", async () => {
  const threads = async (cores: number) => (await chooseBackend({}, { ...chrome, cores })).threads;
  expect(await Promise.all([1, 2, 4, 6, 8, 32].map(threads))).toEqual([1, 1, 2, 3, 4, 4]);
  expect((await chooseBackend({ threads: 7 }, chrome)).threads).toBe(7);
  expect((await chooseBackend({ threads: 2 }, { ...chrome, isolated: false })).threads).toBe(1);
});

test("it says why nothing better computes, and nothing where there is nothing better", async () => {
  const told = async (surroundings: Partial<Surroundings>) =>
    (await chooseBackend({ gpu: true }, { ...chrome, ...surroundings })).limits;
  expect(await told({})).toEqual([]);
  expect(await told({ isolated: false, adapter: undefined })).toEqual([
    { code: "webgpu_missing", message: "This browser has no WebGPU, so the CPU computes." },
    { code: "not_isolated", message: expect.stringContaining("Cross-Origin-Embedder-Policy: require-corp") },
  ]);
  expect(await told({ adapter: none })).toMatchObject([{ code: "adapter_missing" }]);
  expect(await told({ adapter: software })).toMatchObject([{ code: "adapter_software" }]);
  expect(await told({ cores: 2 })).toEqual([]);
  expect(await told({ cores: 2, adapter: none })).toMatchObject([
    { code: "adapter_missing" },
    { code: "few_cores" },
  ]);
});
