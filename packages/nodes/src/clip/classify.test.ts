import { openModel } from "@unclip/unclip";
import { expect, test } from "vitest";
import { defaultsOf, embeddingOf, smallContext } from "../testing/run-node.ts";
import { classify } from "./classify.ts";

const own = { ...defaultsOf(classify), labels: ["r", "g"] };

test("gives each label the softmax of its caption's cosine, and names the likeliest", async () => {
  const { context } = await smallContext();
  const [made] = await classify.execute(
    [{ ...own, embedding: embeddingOf([0, 1, 0, 1]), scale: 2 }],
    context,
  );
  // The cosines of [0, 1, 0, 1] with "r", [1, 0, 0, 1], and with "g" are 1/2 and 1.
  const share = 1 / (1 + Math.exp(-1));
  expect(made!.label).toBe("g");
  expect(made!.table.rows.map(({ label }) => label)).toEqual(["r", "g"]);
  expect(made!.table.rows[1]!.values).toEqual([expect.closeTo(share, 6), expect.closeTo(1, 6)]);
  expect(made!.table.rows[0]!.values).toEqual([expect.closeTo(1 - share, 6), expect.closeTo(0.5, 6)]);
});

test("takes the scale that the model's CLIP learned, or 100 where the model does not say", async () => {
  const { context } = await smallContext();
  const model = await openModel(context.host, context.model);
  const item = { ...own, embedding: embeddingOf([0, 1, 0, 1]) };
  const share = async (scale: number | "pack") =>
    (await classify.execute([{ ...item, scale }], context))[0]!.table.rows[1]!.values[0];
  expect(await share("pack")).toBe(await share(100));
  (model.role("text-encoder") as { logitScale?: number }).logitScale = 3;
  expect(await share("pack")).toBeCloseTo(1 / (1 + Math.exp(-1.5)), 6);
});

test("puts labels into the template, where two captions that are alike share alike", async () => {
  const { context } = await smallContext();
  const embedding = embeddingOf([1, 0, 0, 1]);
  const [made] = await classify.execute([{ ...own, embedding, template: "no letter" }], context);
  expect(made!.table.rows.map(({ values }) => values[0])).toEqual([0.5, 0.5]);
});

test("reads labels without the white space around them and without empty lines, and remarks on them", async () => {
  const { context, heard } = await smallContext();
  const labels = ["r\r", "", " g ", "rgr"];
  const [made] = await classify.execute([{ ...own, labels, embedding: embeddingOf([0, 1, 0, 1]) }], context);
  expect(made!.label).toBe("g");
  expect(made!.table.rows.map(({ label }) => label)).toEqual(["r", "g", "rgr"]);
  expect(heard.remarks).toEqual(['"rgr" is a word that the model has not learned; it guesses.']);
});

test.each([[["r"]], [["r", "r"]], [["r", "R"]], [["r", "r\r"]], [["r", ""]]])(
  "refuses the labels %j",
  async (labels) => {
    const { context } = await smallContext();
    const given = [{ ...own, labels, embedding: embeddingOf([1, 0, 0, 1]) }];
    await expect(classify.execute(given, context)).rejects.toMatchObject({ code: "labels_invalid" });
  },
);
