import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";

const source = fileURLToPath(new URL("./main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "unclip-cli-"));
const models = join(folder, "models");

const graph = {
  unclip: 1,
  title: "Test",
  model: "tiny-latent",
  nodes: {
    caption: { type: "text", params: { text: "a red heart" } },
    encode: { type: "clip-text-encode", inputs: { text: "caption.text" } },
    prior: { type: "diffusion-prior", params: { steps: 3, seed: 7 }, inputs: { text: "encode.text" } },
    decode: { type: "decode", params: { steps: 3 }, inputs: { embedding: "prior.embedding" } },
    picture: { type: "save-image", inputs: { image: "decode.image" } },
  },
};

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in a process of its own. */
function unclip(...args: string[]): Promise<Outcome> {
  return unclipWith({}, ...args);
}

function unclipWith(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Outcome> {
  const script = `import { main } from ${JSON.stringify(source)}; process.exitCode = await main(process.argv.slice(1));`;
  const flags = ["--conditions=@unclip/source", "--input-type=module", "-e", script, "--"];
  return new Promise((done) => {
    execFile(
      process.execPath,
      [...flags, ...args],
      { cwd: folder, env: { ...process.env, ...env } },
      (error, out, err) => done({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** The packs are made by the repository's tests, which no package may import: hence a process. */
function writeTinyPacks(into: string): Promise<unknown> {
  const script = fileURLToPath(new URL("../../../test/packs/write.ts", import.meta.url));
  return promisify(execFile)(process.execPath, ["--conditions=@unclip/source", script, into]);
}

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

describe("unclip run of other graphs", () => {
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
    "base64",
  );
  const photo = { photo: { type: "image" } };
  const save = (from: string) => ({ type: "save-image", inputs: { image: from } });

  test("writes the pictures of parts, each to a name of its own that Windows takes", async () => {
    const path = join(folder, "photo.png");
    writeFileSync(path, png);
    const keep = {
      title: "Keep",
      inputs: { image: "inner.image" },
      outputs: {},
      nodes: { inner: { type: "save-image" } },
    };
    const outer = {
      title: "Outer",
      inputs: { image: "in.image" },
      outputs: {},
      nodes: { in: { type: "part:keep" } },
    };
    const nodes = {
      ...photo,
      use: { type: "part:keep", inputs: { image: "photo.image" } },
      deep: { type: "part:outer", inputs: { image: "photo.image" } },
      "use-inner": save("photo.image"),
      con: save("photo.image"),
    };
    const out = join(folder, "parts");
    const graphFile = file("parts.json", { ...graph, nodes, parts: { keep, outer } });
    const run = await unclip(
      "run",
      graphFile,
      "--models",
      models,
      "--out",
      out,
      "--set",
      `photo.asset=${path}`,
    );
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(readdirSync(out).sort()).toEqual([
      "con_.png",
      "deep-in-inner.png",
      "use-inner.png",
      "use-inner_2.png",
    ]);
    for (const name of readdirSync(out))
      expect(readFileSync(join(out, name)).subarray(1, 4).toString()).toBe("PNG");
  });

  test("--model runs the graph on another pack", async () => {
    const nodes = { list: { type: "text-list" }, shown: { type: "preview", inputs: { value: "list.text" } } };
    const path = file("elsewhere.json", { ...graph, model: "missing-pack", nodes });
    const run = await unclip("run", path, "--models", models, "--model", "tiny-pixel");
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(await unclip("run", path, "--models", models)).toMatchObject({ code: 2, out: "" });
  });

  test("reads graphs with a byte order mark and in UTF-16", async () => {
    const text = JSON.stringify({ ...graph, title: "ハート" });
    for (const [i, bytes] of [
      Buffer.from(`\uFEFF${text}`),
      Buffer.from(`\uFEFF${text}`, "utf16le"),
      Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
    ].entries()) {
      const path = join(folder, `encoded-${i}.json`);
      writeFileSync(path, bytes);
      expect(await unclip("check", path)).toMatchObject({ code: 0, err: "" });
    }
  });

  test("prints no text of a graph raw, to neither output", async () => {
    const evil = "\x1b]0;owned\x07\u009b2J\u202e\ndone: 9 computed";
    const nodes = {
      list: { type: "text-list", params: { lines: [evil] } },
      shown: { type: "preview", inputs: { value: "list.text" } },
    };
    const bad = { ...nodes, other: { type: "decode", params: { sampler: evil } } };
    const [shown, json, refused, checked] = await Promise.all([
      unclip("run", file("evil.json", { ...graph, nodes }), "--models", models),
      unclip("run", file("evil.json", { ...graph, nodes }), "--models", models, "--json"),
      unclip("run", file("bad-evil.json", { ...graph, nodes: bad }), "--models", models, "--target", "other"),
      unclip("check", file("bad-evil.json", { ...graph, nodes: bad })),
    ]);
    for (const { out, err } of [shown, json, refused, checked]) {
      expect(`${out}${err}`).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
      expect(`${out}${err}`).not.toMatch(/^done: 9/m);
    }
    expect(shown.out).toContain("\\x1b]0;owned");
    const events = json.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(JSON.stringify(events)).toContain(JSON.stringify(evil).slice(1, -1));
  });
});

describe("a closed pipe", () => {
  test.each([
    ["run", `run good.json --models ${models} --out piped`],
    ["check", "check many-problems.json"],
    ["nodes", "nodes --json"],
    ["models", `models --models ${models} --json`],
    ["help", "--help"],
  ])("ends nothing but the output of %s", async (name, args) => {
    file("good.json", graph);
    const many = Object.fromEntries(
      Array.from({ length: 1500 }, (_, i) => [`n${i}`, { type: "text", params: { gone: i } }]),
    );
    file("many-problems.json", { ...graph, nodes: many });
    const script = `import { main } from ${JSON.stringify(source)}; process.exitCode = await main(process.argv.slice(1));`;
    const entry = file("entry.mjs", script.replace("slice(1)", "slice(2)"));
    const line = `${JSON.stringify(process.execPath)} --conditions=@unclip/source ${entry} ${args}; echo $? > code-${name}`;
    const piped = await new Promise<Outcome>((done) =>
      execFile("sh", ["-c", `{ ${line}; } | head -n 1 | head -c 20`], { cwd: folder }, (error, out, err) =>
        done({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
      ),
    );
    expect(piped.err).toBe("");
    expect(piped.out.length).toBeGreaterThan(0);
    expect(readFileSync(join(folder, `code-${name}`), "utf8").trim()).toBe(name === "check" ? "2" : "0");
    if (name === "run") expect(readdirSync(join(folder, "piped"))).toEqual(["picture.png"]);
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
