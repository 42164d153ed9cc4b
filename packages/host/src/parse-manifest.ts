/**
 * `model.json` → Manifest, or one error that lists everything that is wrong with it.
 */
import type { z } from "zod";
import { HostError } from "./host.ts";
import { type Manifest, manifestSchema, type SpacingSpec } from "./manifest.ts";

/** Problems shown in one error message; more are counted. */
const shown = 6;

/** UTF-16 units of a manifest: one that lists every tensor of a large pack has a tenth of this. */
export const longestManifest = 1_000_000;
/** Levels of objects and lists; a manifest has six. */
const deepest = 32;

/**
 * Parses the text of a `model.json`, and the manifest as {@link parseManifest} does. The text may be anything that lies
 * where a manifest is expected.
 *
 * @throws HostError `model_invalid`
 */
export function readManifest(
  text: string,
  where: string,
): { readonly json: unknown; readonly manifest: Manifest } {
  const refuse = (found: string, cause?: unknown): never => {
    throw new HostError("model_invalid", `${where}: found ${found}. Correct the manifest.`, { cause });
  };
  if (text.length > longestManifest)
    refuse(`a text of ${text.length} characters, expected at most ${longestManifest}`);
  // what walks over the value later is recursive
  if (isDeeper(text, deepest)) refuse(`JSON nested deeper than ${deepest} levels`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    refuse(`text that is not JSON (${(error as Error).message})`, error);
  }
  return { json, manifest: parseManifest(json, where) };
}

/** Whether a text of JSON is nested deeper than `most` levels. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') for (i++; i < text.length && text[i] !== '"'; i++) i += text[i] === "\\" ? 1 : 0;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (depth > most) return true;
  }
  return false;
}

/**
 * Parses and cross-checks a manifest: its form, that every file a role names is in `files`, that every tensor
 * reference resolves inside its file, and that shapes agree with the embedding's width.
 *
 * @param json parsed content of `model.json`
 * @param where what to call it in messages, for example `models/emoji/model.json`
 * @throws HostError `model_invalid` naming file, JSON pointer, what was found and what was expected
 */
export function parseManifest(json: unknown, where: string): Manifest {
  const parsed = manifestSchema.safeParse(json);
  const found = parsed.success ? crossCheck(parsed.data) : parsed.error.issues;
  if (found.length > 0) {
    const told = found
      .slice(0, shown)
      .map((one) => (typeof one === "string" ? one : describeIssue(one, json)));
    const rest = found.length > shown ? `; and ${found.length - shown} more` : "";
    throw new HostError("model_invalid", `${where}: ${told.join("; ")}${rest}. Correct the manifest.`);
  }
  return parsed.data!;
}

function describeIssue(issue: z.core.$ZodIssue, json: unknown): string {
  let found: unknown = json;
  for (const key of issue.path) found = (found as Record<PropertyKey, unknown> | null | undefined)?.[key];
  if (issue.code === "unrecognized_keys") {
    return `at ${pointer(issue.path)} found the unknown key ${unknownKeys(issue.keys)}, expected none`;
  }
  if (issue.code === "invalid_key") {
    const [name] = issue.issues.map(expectation);
    return `at ${pointer(issue.path)} found the name ${short(issue.path.at(-1))}, expected ${name}`;
  }
  return `at ${pointer(issue.path)} found ${short(found)}, expected ${expectation(issue)}`;
}

function unknownKeys(keys: readonly string[]): string {
  const rest = keys.length > shown ? ` and ${keys.length - shown} more` : "";
  return keys.slice(0, shown).map(short).join(", ") + rest;
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected;
    case "invalid_value":
      return issue.values.map((v) => JSON.stringify(v)).join(" or ");
    case "too_small":
      return `at least ${issue.minimum}`;
    case "too_big":
      return `at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function short(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** A JSON pointer (RFC 6901). */
function pointer(path: readonly PropertyKey[]): string {
  return `/${path.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
}

/** What the schema cannot say: references between parts of the manifest. */
function crossCheck(manifest: Manifest): string[] {
  return [
    ...missingFiles(manifest),
    ...badTensors(manifest),
    ...badReferences(manifest),
    ...badRoles(manifest),
  ];
}

type RoleSpec = NonNullable<Manifest["roles"][keyof Manifest["roles"]]>;

/** The roles that the pack has; an optional role that is absent may be there as `undefined`. */
function roleSpecs(manifest: Manifest): [string, RoleSpec][] {
  return Object.entries(manifest.roles).flatMap(([role, spec]): [string, RoleSpec][] =>
    spec ? [[role, spec]] : [],
  );
}

function missingFiles(manifest: Manifest): string[] {
  const named: [string, string][] = [
    ["/license/text", manifest.license.text],
    ["/tokenizer/file", manifest.tokenizer.file],
    ...roleSpecs(manifest).map(([role, spec]): [string, string] => [`/roles/${role}/file`, spec.file]),
  ];
  if (manifest.tokenizer.words) named.push(["/tokenizer/words", manifest.tokenizer.words]);
  if (manifest.concepts) named.push(["/concepts/labels", manifest.concepts.labels]);
  return named
    .filter(([, file]) => !Object.hasOwn(manifest.files, file))
    .map(([at, file]) => `at ${at} found "${file}", expected a file listed in /files`);
}

function badTensors(manifest: Manifest): string[] {
  const problems: string[] = [];
  for (const [file, { bytes, tensors }] of Object.entries(manifest.files)) {
    for (const [tensor, { dtype, shape, offset }] of Object.entries(tensors ?? {})) {
      const at = `at /files/${file}/tensors/${tensor}`;
      const width = dtype === "f32" ? 4 : 2;
      const end = offset + width * shape.reduce((a, b) => a * b, 1);
      if (end > bytes)
        problems.push(`${at} found an end at byte ${end}, expected at most ${bytes}, the file's size`);
      if (offset % width !== 0)
        problems.push(`${at} found offset ${offset}, expected a multiple of ${width}`);
    }
  }
  return problems;
}

function badReferences(manifest: Manifest): string[] {
  const { width } = manifest.embedding;
  const { prior, decoder } = manifest.roles;
  const { pca, concepts, quantizer } = manifest;
  /** Pointer, reference, the shape expected of it (0 = any size). */
  const references: [string, string | undefined, readonly number[]][] = [
    ["/embedding/meanGap", manifest.embedding.meanGap, [width]],
    ["/roles/prior/mean", prior?.mean, [width]],
    ["/roles/prior/std", prior?.std, [width]],
    ["/roles/decoder/nullEmbedding", decoder?.nullEmbedding, [width]],
    ["/pca/mean", pca?.mean, [width]],
    ["/pca/basis", pca?.basis, [pca?.count ?? 0, width]],
    ["/pca/eigenvalues", pca?.eigenvalues, [pca?.count ?? 0]],
    ["/quantizer/mean", quantizer?.mean, [width]],
    ["/quantizer/basis", quantizer?.basis, [quantizer?.count ?? 0, width]],
    ["/quantizer/edges", quantizer?.edges, [quantizer?.count ?? 0, (quantizer?.buckets ?? 0) - 1]],
    ["/quantizer/values", quantizer?.values, [quantizer?.count ?? 0, quantizer?.buckets ?? 0]],
    ["/concepts/embeddings", concepts?.embeddings, [0, width]],
  ];
  const problems: string[] = [];
  for (const [at, reference, expected] of references) {
    if (reference === undefined) continue;
    const [file, tensor] = reference.split("#") as [string, string];
    const entry = manifest.files[file]?.tensors?.[tensor];
    if (!entry) {
      problems.push(`at ${at} found "${reference}", expected a tensor listed in /files/${file}/tensors`);
    } else if (
      entry.shape.length !== expected.length ||
      entry.shape.some((n, i) => expected[i] !== 0 && n !== expected[i])
    ) {
      const want = expected.map((n) => (n === 0 ? "n" : n)).join(", ");
      problems.push(`at ${at} found a tensor of shape [${entry.shape.join(", ")}], expected [${want}]`);
    }
  }
  return problems;
}

function badRoles(manifest: Manifest): string[] {
  const { roles, schedules } = manifest;
  const problems: string[] = [];
  for (const [role, spec] of roleSpecs(manifest)) {
    if (!("schedule" in spec)) continue;
    const schedule = schedules[spec.schedule];
    if (!schedule) {
      problems.push(
        `at /roles/${role}/schedule found "${spec.schedule}", expected one of ${Object.keys(schedules).join(", ")}`,
      );
    } else if (spec.steps > schedule.steps) {
      problems.push(
        `at /roles/${role}/steps found ${spec.steps}, expected at most the schedule's ${schedule.steps}`,
      );
    }
    const levels = levelsOf(spec.spacing);
    if (levels !== undefined && levels !== spec.steps) {
      problems.push(
        `at /roles/${role}/steps found ${spec.steps}, expected ${levels}, the levels of its spacing`,
      );
    }
  }
  if (roles.decoder?.diffuses === "latent" && !roles["autoencoder.decode"]) {
    problems.push("at /roles found no autoencoder.decode, expected one, since the decoder diffuses latents");
  }
  if (roles.decoder?.diffuses === "pixels" && roles.decoder.shape[0] !== 3) {
    problems.push(
      `at /roles/decoder/shape/0 found ${roles.decoder.shape[0]}, expected the 3 channels of pixels`,
    );
  }
  problems.push(...badAutoregressivePrior(manifest), ...badEvaluation(manifest));
  if (Boolean(roles.prior?.mean) !== Boolean(roles.prior?.std)) {
    problems.push("at /roles/prior found one of mean and std, expected both or neither");
  }
  if (manifest.tokenizer.length !== manifest.encoding.length) {
    problems.push(
      `at /tokenizer/length found ${manifest.tokenizer.length}, expected ${manifest.encoding.length} as in /encoding/length`,
    );
  }
  return problems;
}

function badAutoregressivePrior({ roles, quantizer }: Manifest): string[] {
  const [first, step] = [roles["autoregressive-prior"], roles["autoregressive-prior.step"]];
  const problems: string[] = [];
  if (Boolean(first) !== Boolean(step)) {
    problems.push(
      "at /roles found one of autoregressive-prior and autoregressive-prior.step, expected both or neither",
    );
  }
  if (first && !quantizer) {
    problems.push("at /quantizer found nothing, expected the codes that the autoregressive prior predicts");
  }
  if (first?.nullDot !== undefined && first.nullDot >= first.dots) {
    problems.push(
      `at /roles/autoregressive-prior/nullDot found ${first.nullDot}, expected at most ${first.dots - 1}`,
    );
  }
  return problems;
}

/** How many levels a spacing has, where that is not for the steps to say. */
function levelsOf(spacing: SpacingSpec): number | undefined {
  if (spacing === "fast27") return 27;
  if (typeof spacing === "string" || spacing.kind === "leading") return undefined;
  return spacing.kind === "list" ? spacing.timesteps.length : spacing.counts.reduce((sum, n) => sum + n, 0);
}

function badEvaluation({ roles, evaluation, embedding }: Manifest): string[] {
  if (!evaluation) {
    return roles["evaluation-text-encoder"] || roles["evaluation-image-encoder"]
      ? ["at /evaluation found nothing, expected the space of the evaluation encoders"]
      : [];
  }
  return evaluation.joint === embedding.joint
    ? [`at /evaluation/joint found "${evaluation.joint}", expected another space than /embedding/joint`]
    : [];
}
