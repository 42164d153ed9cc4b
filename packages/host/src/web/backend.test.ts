import { describe, expect, test } from "vitest";
import { chooseBackend, type Surroundings } from "./backend.ts";

const chrome: Surroundings = { suspending: true, isolated: true, cores: 8, adapter: async () => true };
const none = async () => false;

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

test("threads are the cores, or fewer, and one where the page is not isolated", async () => {
  expect((await chooseBackend({}, chrome)).threads).toBe(8);
  expect((await chooseBackend({ threads: 2 }, chrome)).threads).toBe(2);
  expect((await chooseBackend({ threads: 2 }, { ...chrome, isolated: false })).threads).toBe(1);
});

test("it says why nothing better computes, and nothing where there is nothing better", async () => {
  expect((await chooseBackend({ gpu: true }, chrome)).limits).toEqual([]);
  const { limits } = await chooseBackend({ gpu: true }, { ...chrome, isolated: false, adapter: undefined });
  expect(limits).toEqual([
    "This browser has no WebGPU, so the CPU computes.",
    expect.stringContaining("Cross-Origin-Embedder-Policy: require-corp"),
  ]);
  expect((await chooseBackend({ gpu: true }, { ...chrome, adapter: none })).limits).toEqual([
    expect.stringContaining("no graphics adapter"),
  ]);
});
