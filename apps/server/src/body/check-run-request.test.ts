import { describe as describeTypes } from "@unclip/engine";
import { readGraph } from "@unclip/graph";
import { kinds, nodeTypes } from "@unclip/nodes";
import { describe, expect, it } from "vitest";
import { checkRunRequest } from "./check-run-request.ts";

const vocabulary = describeTypes(nodeTypes, kinds);
const stored = "1".repeat(64);
const gone = "0".repeat(64);

/** `photo` is a part that declares its picture; `outer` holds a use of it that gives one. */
const graphOf = (used: object, inner: object = {}) =>
  readGraph({
    unclip: 1,
    title: "t",
    model: "m",
    nodes: { use: { type: "part:outer", params: used } },
    parts: {
      photo: {
        title: "Photo",
        inputs: { file: "image.asset" },
        outputs: {},
        nodes: {
          image: { type: "image", params: { asset: stored } },
          shown: { type: "preview", inputs: { value: "image.image" } },
        },
      },
      outer: {
        title: "Outer",
        inputs: { file: "in.file" },
        outputs: {},
        nodes: { in: { type: "part:photo", params: inner } },
      },
    },
  });

const checked = (graph: ReturnType<typeof graphOf>, targets?: readonly string[]) => {
  const services = {
    users: undefined,
    packs: { open: async () => ({ manifest: { embedding: { joint: "space" } } }) },
    assets: {
      get: async (id: string) => (id === stored ? { bytes: new Uint8Array(), type: "" } : undefined),
    },
  };
  return checkRunRequest(
    { graph, ...(targets && { targets }) },
    vocabulary,
    services as unknown as Parameters<typeof checkRunRequest>[2],
    "ann",
  );
};

describe("a request to run a graph with parts", () => {
  it("names nodes inside of parts as targets, and uses of parts", async () => {
    for (const target of ["use", "use/in", "use/in/shown"])
      await expect(checked(graphOf({}), [target])).resolves.toBeUndefined();
    for (const target of ["shown", "use/shown", "us"])
      await expect(checked(graphOf({}), [target])).rejects.toMatchObject({ code: "target_unknown" });
  });

  it("needs the pictures of parts, and points to what names them", async () => {
    await expect(checked(graphOf({}))).resolves.toBeUndefined();
    await expect(checked(graphOf({ file: gone }))).rejects.toMatchObject({
      code: "asset_missing",
      more: { pointer: "/nodes/use/params/file", problems: [{ node: "use/in/image", port: "asset" }] },
    });
    await expect(checked(graphOf({}, { file: gone }))).rejects.toMatchObject({
      more: { pointer: "/parts/outer/nodes/in/params/file" },
    });
    await expect(checked(graphOf({ file: stored }, { file: gone }))).resolves.toBeUndefined();
  });
});
