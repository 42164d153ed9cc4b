import { execFile } from "node:child_process";
import { availableParallelism, freemem, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import type { FolderPacks } from "@unclip/host/node";
import { readArguments } from "../arguments.ts";
import { sentence } from "../input-error.ts";
import { openPacks } from "../machine.ts";
import { print, printJson } from "../terminal.ts";
import { type Driver, drivers } from "./drivers.ts";

const providers = ["cpu", "webgpu", "cuda"] as const;
type Provider = (typeof providers)[number];

/** What to install where a provider is missing; README.md has the commands in full. */
const remedies: Readonly<Record<Provider, string>> = {
  cpu: "Install the packages again with npm ci.",
  webgpu:
    "Install the Vulkan loader and a driver of the graphics card (Debian: apt install libvulkan1 mesa-vulkan-drivers).",
  cuda: "Install CUDA 12, cuDNN 9 and an NVIDIA driver on Linux x64, then run npm run install:cuda.",
};

interface Finding {
  readonly name: Provider;
  readonly works: boolean;
  /** Why it does not, and what to do. */
  readonly problem: string | null;
  readonly remedy: string | null;
}

/**
 * `unclip doctor [--json]`: what this machine can compute on, its drivers, what is missing and what to install, memory and packs
 * (each file is compared with its digest). Resolves to 1 when nothing can be computed: no provider works, or no pack can be used.
 */
export async function doctor(args: string[]): Promise<number> {
  const { values } = readArguments(
    args,
    { json: { type: "boolean", default: false }, models: { type: "string", multiple: true } },
    0,
  );
  const machine = {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    memory: { total: totalmem(), free: freemem() },
  };
  // One after the other: each loads the runtime into a process of its own.
  const found: Finding[] = [];
  for (const provider of providers) found.push(await examine(provider));
  const packs = await examinePacks(values.models);
  const driving = await drivers();
  if (values.json) printJson({ machine, drivers: driving, providers: found, packs }, 2);
  else for (const line of report(machine, driving, found, packs)) print(line);
  const healthy = found.some((f) => f.works) && packs.some((pack) => pack.problem === null);
  return healthy ? 0 : 1;
}

/** In a process of its own: a broken driver can end the process that loads it. */
async function examine(name: Provider): Promise<Finding> {
  const problem = await new Promise<string>((resolve) => {
    const source = import.meta.url.endsWith(".ts") ? ["--conditions=@unclip/source"] : [];
    const script = `import { probeProvider } from "@unclip/host/node";
      process.stdout.write((await probeProvider(${JSON.stringify(name)})) ?? "");`;
    const cwd = fileURLToPath(new URL(".", import.meta.url));
    execFile(
      process.execPath,
      [...source, "--input-type=module", "-e", script],
      { cwd, timeout: 60_000 },
      (error, out) =>
        resolve(error === null ? out : `The process that tried it ended with ${error.signal ?? error.code}.`),
    );
  });
  const works = problem === "";
  return { name, works, problem: works ? null : problem, remedy: works ? null : remedies[name] };
}

interface PackFinding {
  readonly id: string;
  readonly problem: string | null;
}

/** Opens each pack and compares every file with its digest, one pack after the other. */
async function examinePacks(models: readonly string[] | undefined): Promise<PackFinding[]> {
  const packs = openPacks(models);
  const found: PackFinding[] = [];
  for (const id of await packs.list())
    found.push({ id, problem: await verify(packs, id).then(() => null, sentence) });
  return found;
}

/** Throws HostError `model_invalid`, `model_missing` or `model_changed` for a pack that cannot be used. */
async function verify(packs: FolderPacks, id: string): Promise<void> {
  const pack = await packs.open(id);
  for (const file of Object.keys(pack.manifest.files)) await pack.verifiedPath(file);
}

function report(
  machine: {
    node: string;
    platform: string;
    cores: number;
    memory: { total: number; free: number };
  },
  driving: readonly Driver[],
  found: readonly Finding[],
  packs: readonly PackFinding[],
): readonly string[] {
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  const { total, free } = machine.memory;
  const lines = [
    `Node ${machine.node} on ${machine.platform}, ${machine.cores} cores, ${gigabytes(total)} memory, ${gigabytes(free)} free`,
    driving.length === 0
      ? "Graphics drivers: none found"
      : `Graphics drivers: ${driving.map(sayDriver).join(", ")}`,
    ...found.flatMap((f) => (f.works ? [`✓ ${f.name}`] : [`✗ ${f.name}: ${f.problem}`, `  ${f.remedy}`])),
    ...packs.map(({ id, problem }) => (problem === null ? `✓ pack ${id}` : `✗ pack ${id}: ${problem}`)),
  ];
  if (packs.length === 0) lines.push("✗ no model pack was found; give folders with --models DIR");
  return lines;
}

function sayDriver({ name, version, cards }: Driver): string {
  return `${name} ${version}${cards.length === 0 ? "" : ` (${cards.join(", ")})`}`;
}
