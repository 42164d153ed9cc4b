import { expect, test } from "vitest";
import { smallContext } from "../testing/run-node.ts";
import { textList } from "./text-list.ts";

const read = async (lines: readonly string[]) => {
  const { context } = await smallContext();
  return (await textList.execute({ lines }, context)).text;
};

test("gives lines as the editor keeps them: without carriage returns, blanks at the ends and empty lines", async () => {
  const { items, labels } = await read(["a cat\r", "", "  a dog\u00a0", " \r", "an ox"]);
  expect(items).toEqual(["a cat", "a dog", "an ox"]);
  expect(labels).toEqual(items);
});

test("lines of white space alone are no lines", async () => {
  await expect(read(["\r", ""])).rejects.toMatchObject({ code: "list_empty" });
});

test("gives an item a line, labelled by itself, and needs a line", async () => {
  const captions = ["a cat", "a dog"];
  expect(await read(captions)).toEqual({ items: captions, labels: captions });
  await expect(read([])).rejects.toMatchObject({ code: "list_empty" });
});
