import { describe, input, type Kind, nodeDefiner, nodeTypes, output, text } from "@unclip/engine";
import { expect, it } from "vitest";
import { useServer } from "../server/server-store.ts";
import { useDoc } from "./doc-store.ts";
import { checkNow, useProblems } from "./problem-store.ts";

const mark: Kind<string> = {
  name: "mark",
  title: "mark",
  space: "model",
  summarize: async () => ({ text: "" }),
};
const common = { version: 1, title: "T", about: "A.", group: "g" };
const execute = async () => ({ out: { items: [] } });
const types = nodeTypes<null>([
  nodeDefiner<null>().all({
    ...common,
    type: "file",
    inputs: {},
    outputs: { out: output(mark, "Out", "o", { space: { param: "space" } }) },
    params: { space: text({ title: "Space", about: "", default: "" }) },
    execute,
  }),
  nodeDefiner<null>().all({
    ...common,
    type: "use",
    sink: true,
    inputs: { in: input(mark, "In", "i") },
    outputs: { out: output(mark, "Out", "o") },
    params: {},
    execute,
  }),
]);

it("an edge from another space than the model's is a problem, as on the server", () => {
  const nodes = {
    file: { type: "file", params: { space: "other" } },
    use: { type: "use", inputs: { in: "file.out" } },
  };
  useDoc.setState({ graph: { unclip: 1, title: "t", model: "ours", nodes } });
  const model = {
    id: "ours",
    title: "",
    about: "",
    license: "",
    digest: "",
    space: "own",
    bytes: 0,
    roles: [],
    problem: null,
  };
  useServer.setState({ original: describe(types, [mark]), ready: true, models: [model] });
  checkNow();
  expect(useProblems.getState().errors).toMatchObject([{ code: "space_mismatch", node: "use", port: "in" }]);
  useServer.setState({ models: [{ ...model, space: "other" }] });
  checkNow();
  expect(useProblems.getState().errors).toEqual([]);
});
