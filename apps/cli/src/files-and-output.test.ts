import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createCommandLine, graph, type Outcome, source } from "../testing/command-line.ts";

const { folder, models, unclip, file, writeTinyPacks } = createCommandLine();

beforeAll(() => writeTinyPacks(models));

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
