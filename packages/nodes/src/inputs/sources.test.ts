/** text, number: emit the value of the param for each item. */
import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { expect, test } from "vitest";
import { number } from "./number.ts";
import { text } from "./text.ts";

const context = {} as NodeContext<Host>;

test("text and number are sources of what is written in them", async () => {
  expect(await text.execute([{ text: "a red heart" }, { text: "" }], context)).toEqual([
    { text: "a red heart" },
    { text: "" },
  ]);
  expect(await number.execute([{ value: -2.5 }, { value: 0 }], context)).toEqual([
    { value: -2.5 },
    { value: 0 },
  ]);
});
