import type { Host } from "@unclip/host";
import { readArguments } from "../arguments.ts";
import { sentence } from "../input-error.ts";
import { withHost } from "../machine.ts";
import { print, printJson, printParagraphs } from "../terminal.ts";

/** `unclip models [--json]`: the packs found, with licences and digests. Resolves to 1 when one cannot be used. */
export async function models(args: string[]): Promise<number> {
  const { values } = readArguments(
    args,
    { json: { type: "boolean", default: false }, models: { type: "string", multiple: true } },
    0,
  );
  return withHost(values.models, async (host) => {
    const rows = await Promise.all((await host.packs.list()).map((id) => row(host, id)));
    if (values.json) printJson(rows, 2);
    else if (rows.length === 0) print("No model packs found.");
    else printParagraphs(rows.map(paragraph));
    return rows.some((r) => r.problem !== null) ? 1 : 0;
  });
}

async function row(host: Host, id: string) {
  try {
    const { manifest, digest } = await host.packs.open(id);
    const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
    const { title, license, files } = manifest;
    const digests = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, file.sha256]));
    return {
      id,
      title,
      license: license.spdx,
      digest,
      bytes,
      roles: Object.keys(manifest.roles),
      files: digests,
      problem: null,
    };
  } catch (error) {
    return { id, problem: sentence(error) };
  }
}

function paragraph(r: Awaited<ReturnType<typeof row>>): readonly string[] {
  if (r.problem !== null) return [`${r.id}: cannot be used. ${r.problem}`];
  const files = Object.entries(r.files).map(([name, sha256]) => `  ${sha256}  ${name}`);
  return [
    `${r.id} — ${r.title}, ${r.license}, ${(r.bytes / 1e6).toFixed(1)} MB`,
    `  roles: ${r.roles.join(", ")}`,
    `  digest: ${r.digest}`,
    ...files,
  ];
}
