/** Rows of the threat table that are about the whole repository or the whole address space of the server. */
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../machine.ts";
import { type BareServer, startBareServer } from "./bare-server.ts";
import { goodGraph } from "./catalogue.ts";

interface Locked {
  readonly version?: string;
  readonly hasInstallScript?: boolean;
}
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
  packages: Record<string, Locked>;
};
const installed = Object.entries(lock.packages).map(([path, about]) => ({
  name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
  ...about,
}));

const good = () => JSON.parse(goodGraph.toString());
const straceMissing = () =>
  spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0
    ? undefined
    : "strace is not here or not allowed";

describe("the packages that are installed", () => {
  test("have no parser of multipart bodies", () => {
    expect(installed.filter(({ name }) => /^(multer|busboy|formidable|multiparty)$/.test(name))).toEqual([]);
  });

  test.each([
    ["engine.io", "6.6.7"],
    ["socket.io-parser", "4.2.7"],
    ["body-parser", "2.3.0"],
    ["sharp", "0.35.5"],
    ["express", "5.0.0"],
  ])("have %s from %s on, where known holes are mended", (name, floor) => {
    const found = installed.filter((one) => one.name === name).map(({ version = "" }) => version);
    expect(found.length).toBeGreaterThan(0);
    const number = (version: string) =>
      version.split(".").reduce((sum, part) => sum * 1000 + Number(part), 0);
    for (const version of found) expect(number(version)).toBeGreaterThanOrEqual(number(floor));
  });

  test("run no script of their own when they are installed, but for those that were looked at", () => {
    const known = ["onnxruntime-node", "protobufjs", "esbuild", "fsevents"];
    const scripts = installed.filter((one) => one.hasInstallScript).map(({ name }) => name);
    expect(
      scripts.filter((name) => !known.includes(name) && !/^node-(bin-)?(linux|darwin|win)/.test(name)),
    ).toEqual([]);
  });
});

/** Source files of a folder, without tests. */
function sources(folder: string): { file: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(join(root, folder, file), "utf8") }));
}

describe("the source", () => {
  const all = ["graph", "engine", "tensor", "diffusion", "unclip", "nodes", "protocol"].flatMap((name) =>
    sources(`packages/${name}/src`),
  );
  const server = sources("apps/server/src");

  test("makes no code from text", () => {
    const code = /\beval\(|new Function\(|node:vm|\bimport\((?!["'])/;
    expect([...all, ...server].filter(({ text }) => code.test(text)).map(({ file }) => file)).toEqual([]);
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const flags = (scripts.start as string).split(" ").filter((word) => word.startsWith("--dis"));
    for (const attempt of ["eval('1')", "new Function('return 1')()", "({}).__proto__"])
      expect([attempt, spawnSync(process.execPath, [...flags, "-e", attempt]).status]).toEqual([attempt, 1]);
  });

  test("of server and nodes asks nothing of the network", () => {
    const outbound = /\bfetch\(|https?\.(request|get)\(|node:(https|http2|dgram|dns)|\bnet\.connect\(/;
    expect([...all, ...server].filter(({ text }) => outbound.test(text)).map(({ file }) => file)).toEqual([]);
  });

  test("has no regular expression that a long text holds up", { timeout: 240_000 }, () => {
    const looked = [...server, ...all.filter(({ file }) => /packages\/(graph|engine|protocol)\//.test(file))];
    const literal =
      /(?<=[(=:,[?]\s*|return )\/(?![*/])((?:[^\\/\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/g;
    const long = 50_000;
    const texts = [
      "a",
      "0",
      " ",
      "-",
      "/",
      '"',
      "\\",
      "a ",
      "0,",
      "[(",
      "'shape': (",
      "a.b/",
      "\n",
      "=",
      "; a=",
      "%2f",
    ]
      .map((unit) => unit.repeat(Math.ceil(long / unit.length)))
      .flatMap((text) => [text, `${text}!`, `Bearer ${text}!`, `{'shape': (${text}!`, `http://${text}!`]);
    const slow: string[] = [];
    let count = 0;
    for (const { file, text } of looked)
      for (const [whole, source = "", flags = ""] of text.matchAll(literal)) {
        const pattern = new RegExp(source, flags.replace(/[gy]/g, ""));
        count++;
        for (const attack of texts) {
          let best = Number.POSITIVE_INFINITY;
          // The best of five, where one is not enough: this machine has other things to do.
          for (let i = 0; i < 5 && best > 20; i++) {
            const start = performance.now();
            pattern.test(attack);
            best = Math.min(best, performance.now() - start);
          }
          if (best > 20)
            slow.push(`${file}: ${whole} ${best.toFixed(0)} ms on ${JSON.stringify(attack.slice(0, 30))}…`);
        }
      }
    expect(count).toBeGreaterThan(30);
    expect([...new Set(slow)]).toEqual([]);
  });
});

describe("an address that climbs out of its folder", () => {
  let server: BareServer;
  beforeAll(async () => {
    server = await startBareServer();
    expect((await server.api("/vocabulary")).status).toBe(200);
  });
  afterAll(() => server.close());

  /** As it is written: a URL would be normalized. */
  const ask = (method: string, path: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const headers = { authorization: `Bearer ${server.token}`, "content-length": "0" };
      const sent = request({ port: server.port, host: "127.0.0.1", method, path, headers }, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      });
      sent.on("error", reject);
      sent.end();
    });

  const targets = ["etc/passwd", "token", "unclip.db", "package.json", "windows/win.ini"];
  const climbs = [
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..%5c",
    "..%252f",
    "....//",
    "%c0%ae%c0%ae/",
    "..%00/",
    "/",
    "file:///",
    "C:%5c",
  ];
  const payloads = targets.flatMap((target) =>
    climbs.map((climb) => `${climb.length > 6 ? climb : climb.repeat(4)}${target}`),
  );

  test("gets 400 or 404 and no byte of a file, in every part of every path and in every query", {
    timeout: 480_000,
  }, async () => {
    expect(payloads.length).toBeGreaterThanOrEqual(60);
    const { paths } = (await (await server.api("/openapi.json")).json()) as {
      paths: Record<string, Record<string, { parameters: { name: string; in: string }[] }>>;
    };
    const wrong: string[] = [];
    let asked = 0;
    const check = async (method: string, path: string, fine: readonly number[]) => {
      asked++;
      const { status, text } = await ask(method, path);
      if (
        !fine.includes(status) ||
        /root:|BEGIN|SQLite format|"workspaces"/.test(text) ||
        text.includes(server.token)
      )
        wrong.push(`${method} ${path}: ${status} ${text.slice(0, 100)}`);
    };
    for (const [path, operations] of Object.entries(paths))
      for (const [method, { parameters }] of Object.entries(operations))
        for (const payload of payloads) {
          const name = method.toUpperCase();
          // A route with a body looks at its type first; a path that is another route's may not know the method.
          if (parameters.some((p) => p.in === "path"))
            await check(name, path.replaceAll(/\{\w+\}/g, payload), [400, 404, 405, 415]);
          for (const query of parameters.filter((p) => p.in === "query" && p.name !== "search"))
            await check(
              name,
              `${path.replaceAll(/\{\w+\}/g, "aaaaaaaa")}?${query.name}=${payload}`,
              [400, 404],
            );
        }
    for (const payload of payloads) await check("GET", `/${payload}`, [400, 403, 404]);
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(asked).toBeGreaterThan(1000);
  });

  test("is no model, no picture and no node either", async () => {
    const wrong: string[] = [];
    for (const payload of payloads.map((one) => decodeURIComponent(one.replaceAll("%c0%ae", ".")))) {
      const nodes = { picture: { type: "image", params: { asset: payload } } };
      const graphs = [
        { ...good(), model: payload },
        { ...good(), nodes: { ...good().nodes, ...nodes } },
        { ...good(), nodes: { ...good().nodes, stray: { type: payload } } },
      ];
      const bodies = [...graphs.map((graph) => ({ graph })), { graph: good(), targets: [payload] }];
      for (const body of bodies) {
        const response = await server.api("/runs", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        });
        const text = await response.text();
        if (response.status !== 422 || /root:x|SQLite format/.test(text))
          wrong.push(`${JSON.stringify(body).slice(0, 200)}: ${response.status} ${text.slice(0, 100)}`);
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

describe("what the server does", () => {
  let server: BareServer;
  let models: string;
  beforeAll(async () => {
    server = await startBareServer();
    models = join(dirname(server.data), "models");
    expect((await server.api("/vocabulary")).status).toBe(200);
  });
  afterAll(() => server.close());
  const post = (graph: unknown) =>
    server.api("/runs", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ graph }),
    });
  interface Ended {
    readonly status: string;
    readonly events: {
      event: string;
      node?: string;
      outputs?: Record<string, { items: { text: string }[] }>;
    }[];
  }
  async function run(graph: unknown): Promise<Ended> {
    const accepted = await post(graph);
    const { id } = (await accepted.json()) as { id: string };
    expect(accepted.status).toBe(202);
    for (;;) {
      const told = (await (await server.api(`/runs/${id}/events`)).json()) as Ended;
      if (told.status !== "queued" && told.status !== "running") return told;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  test("with what elsewhere is code is to hand it on as the text that it is", {
    timeout: 480_000,
  }, async () => {
    const codes = [
      "7*7",
      "constructor.constructor('return process')().exit()",
      "require('child_process').execSync('id')",
      "process.mainModule.require('fs')",
      "this.constructor.constructor('return this')()",
      "import('node:fs')",
      "__proto__.polluted=1",
      "globalThis.process.env",
      "config.items()",
      "''.__class__.__mro__[1].__subclasses__()",
    ];
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: it must stay as it is
    const wraps = [
      "@",
      "{{@}}",
      "${@}",
      "#{@}",
      "<%= @ %>",
      "={{ @ }}",
      "{% @ %}",
      "$(@)",
      "`@`",
      "!!js/function '@'",
      "<script>@</script>",
      "*{@}",
      "[[@]]",
      "%{@}",
      "~[@]",
      "\\u0027;@;//",
      "{{=@}}",
      "<#assign x=@>",
      '"+@+"',
      "'||@||'",
    ];
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: it must stay as it is
    const payloads = wraps.flatMap((wrap) => codes.map((code) => wrap.replace("@", () => code)));
    expect(payloads).toHaveLength(200);
    const nodes = Object.fromEntries(
      payloads.flatMap((text, i) => [
        [`say-${i}`, { type: "text", params: { text } }],
        [`show-${i}`, { type: "preview", inputs: { value: `say-${i}.text` } }],
      ]),
    );
    const { status, events } = await run({ ...good(), nodes });
    expect(status).toBe("done");
    const said = payloads.map((_, i) => {
      const event = events.find((e) => e.event === "node-finished" && e.node === `say-${i}`);
      return Object.values(event?.outputs ?? {})[0]?.items[0]?.text;
    });
    expect(said).toEqual(payloads);
  });

  test("opens no file but its own and no connection, whatever it is asked for", {
    timeout: 480_000,
  }, async (context) => {
    if (straceMissing() !== undefined) return context.skip(straceMissing());
    const trace = join(dirname(server.data), "opened.trace");
    const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, "utf8");
    const runners = children.trim().split(" ").map(Number);
    const tracer = spawn(
      "strace",
      [
        "-f",
        ...[server.pid, ...runners].flatMap((pid) => ["-p", String(pid)]),
        "-e",
        "trace=open,openat,openat2,connect,sendto",
        "-s",
        "4096",
        "-o",
        trace,
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    await new Promise<void>((resolve, reject) => {
      tracer.stderr.on("data", (text) => String(text).includes("attached") && resolve());
      tracer.once("exit", () => reject(new Error("strace could not attach")));
    });
    for (const path of [
      "/assets/..%2f..%2f..%2fetc%2fpasswd",
      "/packs/tiny-latent/..%2f..%2f..%2fetc%2fpasswd",
      "/packs/..%2f..%2fetc/passwd",
      "/templates/..%2f..%2fetc%2fpasswd",
      "/graphs/%2fetc%2fpasswd",
    ])
      expect((await server.api(path)).status).toBeLessThan(500);
    for (const path of [
      "/models",
      "/templates",
      "/runs",
      "/health",
      "/metrics",
      "/packs/tiny-latent/model.json",
    ])
      expect((await server.api(path)).status).toBe(200);
    const link = { file: { type: "image", params: { asset: "http://127.0.0.1:9/x.png" } } };
    expect((await post({ ...good(), nodes: { ...good().nodes, ...link } })).status).toBe(422);
    expect((await run(good())).status).toBe("done");
    const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#456" } })
      .png()
      .toBuffer();
    const stored = await server.api("/assets", {
      method: "PUT",
      headers: { "content-type": "image/png" },
      body: new Uint8Array(picture),
    });
    expect(stored.status).toBe(201);
    await new Promise<void>((resolve) => {
      tracer.once("exit", () => resolve());
      tracer.kill("SIGINT");
    });
    const calls = readFileSync(trace, "utf8").split("\n");
    const opened = calls.flatMap((line) => /open(?:at2?)?\((?:AT_FDCWD, )?"([^"]+)"/.exec(line)?.[1] ?? []);
    // Its data, the packs, the program itself, and what the system has for every process.
    const own = [
      server.data,
      models,
      root,
      ...["/proc/", "/sys/", "/dev/", "/lib", "/usr/"],
      ...["ld.so", "ssl", "vips", "fonts", "localtime", "os-release"].map((name) => `/etc/${name}`),
    ];
    for (const place of [server.data, models])
      expect([place, opened.some((path) => path.startsWith(place))]).toEqual([place, true]);
    expect(opened.filter((path) => !own.some((place) => path.startsWith(place)))).toEqual([]);
    expect(calls.filter((line) => /(connect|sendto)\(.*AF_INET/.test(line))).toEqual([]);
  });
});
