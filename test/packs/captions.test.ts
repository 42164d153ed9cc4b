/** How the default pack reads captions: as Hugging Face's tokenizers do in Python, whatever the typography. */
import { readFileSync } from "node:fs";
import { RunCache } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import type { Host } from "@unclip/host";
import { conceptOf, concepts, encodeText, evaluateText, type Model, openModel } from "@unclip/unclip";
import { beforeAll, describe, expect, test } from "vitest";
import { defaultHost, runGraph } from "../machine.ts";

/** Captions that read alike, with the ids that training/record_captions.py recorded. */
const groups: readonly { captions: string[]; ids: number[] }[] = JSON.parse(
  readFileSync(new URL("captions.json", import.meta.url), "utf8"),
);
let host: Host;
let model: Model;
beforeAll(async () => {
  host = defaultHost();
  model = await openModel(host, "emoji");
});

/** Ids of a caption's tokens, start and end included. */
function idsOf(caption: string): number[] {
  const { ids, mask } = model.tokenize(caption);
  return ids.filter((_, i) => mask[i]);
}

test.each(groups)("$captions.0 has the ids of the reference, however it is written", ({ captions, ids }) => {
  for (const caption of captions) expect(idsOf(caption), JSON.stringify(caption)).toEqual(ids);
});

test("plain captions are read as they were when the model was trained", async () => {
  const words = JSON.parse(new TextDecoder().decode(await model.read("words.json"))) as string[];
  const labels = (await concepts(model)).map(({ label }) => label);
  expect(labels.length + words.length).toBeGreaterThan(7000);
  // The normalizer of training; what follows it is unchanged.
  const before = (text: string) => text.normalize("NFC").toLowerCase();
  const changed = [...labels, ...words].filter((text) => model.tokenize.normalize(text) !== before(text));
  expect(changed).toEqual([]);
});

test("both text encoders give captions that read alike one embedding", async () => {
  const captions = groups[0]!.captions.slice(0, 8);
  const vectors = (await encodeText(model, captions)).map(({ embedding }) => embedding);
  const judged = await evaluateText(model, captions);
  for (const vector of vectors) expect(vector.data).toEqual(vectors[0]!.data);
  for (const vector of judged) expect(vector.data).toEqual(judged[0]!.data);
});

describe("what the model has not learned", () => {
  test.each([
    ["a red heart", []],
    ["It's 7 o’clock, no. 1st of 3!", []],
    ["心", ["心"]],
    ["a red 心 and 猫", ["心", "猫"]],
    ["❤️", ["❤️"]],
    ["a ❤️‍🔥, 👩‍🚀, 1️⃣, 🇯🇵 and 👍🏽", ["❤️‍🔥", "👩‍🚀", "1️⃣", "🇯🇵", "👍🏽"]],
    ["❤ and ❤️", ["❤️"]],
    ["a xq cat", ["xq"]],
    ["98765 cats", ["98765"]],
    ["красное сердце", ["красное", "сердце"]],
    ["दिल قلب หัวใจ 한국", ["दिल", "قلب", "หัวใจ", "한국"]],
    ["a 𝗿𝗲𝗱 ｈｅａｒｔ", []],
    ["a re\u00add\u200b heart", []],
    ["Zorblax™", ["ZorblaxTM"]],
  ])("%s", (caption, unknown) => {
    expect(model.tokenize(caption).unknown).toEqual(unknown);
  });

  test("no name of a concept that the model was trained on is among it", async () => {
    const file = JSON.parse(new TextDecoder().decode(await model.read("concepts.json"))) as {
      label: string;
      heldOut: boolean;
    }[];
    const learned = file.filter(({ heldOut }) => !heldOut).map(({ label }) => label);
    expect(learned.length).toBeGreaterThan(1500);
    expect(learned.filter((label) => model.tokenize(label).unknown.length > 0)).toEqual([]);
  });

  test("a run remarks on it for both encoders, and on an empty caption", async () => {
    const remarks = async (text: string) => {
      const graph: Graph = {
        unclip: 1,
        title: "captions",
        model: "emoji",
        nodes: {
          caption: { type: "text", params: { text } },
          encode: { type: "clip-text-encode", inputs: { text: "caption.text" } },
          judge: { type: "evaluation-text-encode", inputs: { text: "caption.text" } },
          show: { type: "preview", inputs: { value: "encode.embedding" } },
          look: { type: "preview", inputs: { value: "judge.embedding" } },
        },
      };
      const events = await runGraph(host, graph, new RunCache());
      const of = (node: string) =>
        events.flatMap((event) =>
          event.event === "node-finished" && event.node === node ? (event.remarks ?? []) : [],
        );
      return [of("encode"), of("judge")];
    };
    expect(await remarks("a red heart\r\n")).toEqual([[], []]);
    expect(await remarks("❤️")).toEqual([
      [expect.stringMatching(/^"❤️" is a symbol that the model has not learned\. It takes "❤️" for/)],
      ['"❤️" is a symbol that the model has not learned; it guesses.'],
    ]);
    const empty = "The caption is empty: it stands for any picture. Write what to draw.";
    expect(await remarks(" \n\u200b")).toEqual([[empty], [empty]]);
  });
});

test("a concept is found however its name is written", async () => {
  const table = await concepts(model);
  const { normalize } = model.tokenize;
  const found = (label: string) => conceptOf(table, label, normalize).label;
  expect(found("Seven o’clock\r\n")).toBe("seven o'clock");
  expect(found("red\u00a0 heart\u200b")).toBe("red heart");
  expect(found("Flag of Co\u0302te d’Ivoire")).toBe("flag of côte d'ivoire");
});
