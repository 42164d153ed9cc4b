import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createCommandLine, graph } from "../testing/command-line.ts";

const { folder, models, unclip, unclipWith, file, writeTinyPacks } = createCommandLine();

beforeAll(() => writeTinyPacks(models));

describe("unclip run", () => {
  test("writes a picture named after its node and tells a line a node", async () => {
    const out = join(folder, "out");
    const run = await unclip("run", file("good.json", graph), "--models", models, "--out", out);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(readdirSync(out)).toEqual(["picture.png"]);
    expect(readFileSync(join(out, "picture.png")).subarray(1, 4).toString()).toBe("PNG");
    for (const node of Object.keys(graph.nodes))
      expect(run.out).toMatch(new RegExp(`^${node} +computed +\\d+ ms`, "m"));
    expect(run.out).toContain("done: 5 computed, 0 cached");
  });

  test("writes nothing but its pictures: onnxruntime keeps no identifier and no messages for its maker", async () => {
    const home = mkdtempSync(join(folder, "home-"));
    // What would have it keep still anyway.
    const env = { HOME: home, XDG_CACHE_HOME: "", ORT_DISABLE_TELEMETRY: "", CI: "" };
    const run = await unclipWith(
      env,
      "run",
      file("good.json", graph),
      "--models",
      models,
      "--out",
      join(folder, "out"),
    );
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(readdirSync(home)).toEqual([]);
  });

  test("--json prints the run's events as JSON lines, numbered without gaps", async () => {
    const run = await unclip("run", file("good.json", graph), "--models", models, "--out", folder, "--json");
    const events = run.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i));
    expect(events[0].event).toBe("run-started");
    expect(events.at(-1)).toMatchObject({ event: "run-finished", status: "done" });
  });

  test("--seed and --set change the picture, and the same settings give the same bytes", async () => {
    const path = file("good.json", graph);
    const picture = async (name: string, ...args: string[]) => {
      const run = await unclip("run", path, "--models", models, "--out", join(folder, name), ...args);
      expect(run.err).toBe("");
      return readFileSync(join(folder, name, "picture.png"));
    };
    const [plain, again, seeded, captioned] = await Promise.all([
      picture("a"),
      picture("b", "--set", "decode.guidance=pack"),
      picture("c", "--seed", "8"),
      picture("d", "--set", "caption.text=a blue fish"),
    ]);
    expect(plain.equals(again)).toBe(true);
    expect(plain.equals(seeded)).toBe(false);
    expect(plain.equals(captioned)).toBe(false);
  });

  test.each([
    ["no such file", ["run", "nowhere.json"], /nowhere\.json.*no such file/],
    ["an unknown node in --set", ["run", "good.json", "--set", "captoin.text=x"], /no node "captoin"/],
    ["an unknown param in --set", ["run", "good.json", "--set", "caption.txt=x"], /no param "txt"/],
    [
      "a value that is no number",
      ["run", "good.json", "--set", "prior.steps=many"],
      /takes a number or pack; "many"/,
    ],
    ["a number out of range", ["run", "good.json", "--set", "prior.steps=5000"], /param_range/],
    ["an unknown model", ["run", "elsewhere.json"], /no model pack "missing-pack"/],
    ["an unknown option", ["run", "good.json", "--fast"], /--fast/],
    ["an option without its value", ["run", "good.json", "--seed"], /--seed/],
    ["a negative seed", ["run", "good.json", "--seed", "-1"], /found -1; expected .*from 0 to 2\^53−1/],
    ["a negative seed after =", ["run", "good.json", "--seed=-1"], /found -1; expected .*from 0 to 2\^53−1/],
    [
      "a model that is not there",
      ["run", "good.json", "--model", "gone"],
      /"gone"; the packs here are tiny-/,
    ],
    ["an unknown command", ["draw"], /no command "draw"/],
    ["an inherited command", ["constructor"], /no command "constructor"/],
  ])("%s ends with 2 and a sentence, not a stack", async (_, args, sentence) => {
    file("good.json", graph);
    file("elsewhere.json", { ...graph, model: "missing-pack" });
    const run = await unclip(...args, ...(args[0] === "run" ? ["--models", models] : []));
    expect(run.code).toBe(2);
    expect(run.err).toMatch(sentence);
    expect(run.err).not.toMatch(/\n\s+at /);
  });
});

describe("unclip check", () => {
  test("lists every problem at once with its code", async () => {
    const nodes = {
      ...graph.nodes,
      stray: { type: "slerpp" },
      lost: { type: "decode", inputs: { embedding: "gone.embedding" } },
    };
    const run = await unclip("check", file("bad.json", { ...graph, nodes }), "--json");
    expect(run.code).toBe(2);
    const problems = JSON.parse(run.out);
    expect(problems.map((p: { code: string }) => p.code)).toEqual(
      expect.arrayContaining(["node_type_unknown", "edge_dangling"]),
    );
    for (const problem of problems) expect(problem.message).not.toBe("");
  });

  test("says where a file is not a graph", async () => {
    const run = await unclip("check", file("text.json", "not json"));
    expect(run.code).toBe(2);
    expect(run.out).toContain("json_invalid");
  });

  test("a good file is ready to run", async () => {
    expect(await unclip("check", file("good.json", graph))).toMatchObject({ code: 0, err: "" });
  });
});

describe("unclip nodes, unclip models", () => {
  test("nodes prints ports and params, as text and as JSON", async () => {
    const [text, json] = [await unclip("nodes"), await unclip("nodes", "--json")];
    expect(text.out).toMatch(/diffusion-prior[\s\S]*in {4}text[\s\S]*param seed/);
    expect(JSON.parse(json.out).nodeTypes["diffusion-prior"].params.seed.param).toBe("seed");
  });

  test("models lists licences and digests, and says which pack cannot be used", async () => {
    const broken = join(folder, "broken");
    await writeTinyPacks(broken);
    writeFileSync(join(broken, "tiny-pixel", "model.json"), "{}");
    const good = await unclip("models", "--models", models);
    expect(good).toMatchObject({ code: 0 });
    expect(good.out).toMatch(/tiny-latent[\s\S]*[0-9a-f]{64}/);
    const bad = await unclip("models", "--models", broken);
    expect(bad.code).toBe(1);
    expect(bad.out).toContain("tiny-pixel: cannot be used");
  });
});
