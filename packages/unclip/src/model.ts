/**
 * An open model pack: manifest, tokenizer, schedules and small tensors. Networks load on first use.
 */
import type { Schedule } from "@unclip/diffusion";
import { type Host, HostError, type Manifest, type RoleName, type Session } from "@unclip/host";
import { norm, type Tensor } from "@unclip/tensor";
import { checkContract } from "./role-contract.ts";
import { checkedOutputs } from "./role-outputs.ts";
import { scheduleOf } from "./schedule.ts";
import { readTensor } from "./tensor-ref.ts";
import { openTokenizer, type Tokenize } from "./tokenizer.ts";

type Roles = Manifest["roles"];
export type RoleSpec<R extends RoleName> = NonNullable<Roles[R]>;

/** An open model pack. */
export interface Model {
  readonly manifest: Manifest;
  /** Identifies weights and manifest in cache keys. */
  readonly digest: string;
  readonly tokenize: Tokenize;
  readonly schedules: Readonly<Record<string, Schedule>>;
  /** Mean and deviation that standardise the prior's embeddings, each [d], if the pack has them. */
  readonly priorStatistics?: { readonly mean: Tensor; readonly std: Tensor };
  /** The null embedding, for "no image embedding": [d]. */
  readonly nullEmbedding: Tensor;
  /** A role's entry in the manifest. Throws HostError `model_role_missing` if the pack does not have the role. */
  role<R extends RoleName>(role: R): RoleSpec<R>;
  /** The network of a role, loaded on first use. Its inputs and outputs are checked against the manifest. */
  session(role: RoleName): Promise<Session>;
  /** A file of the pack. Throws HostError `model_changed`. */
  read(file: string): Promise<Uint8Array>;
  /** A tensor of the pack by its reference `file#tensor`. */
  tensor(reference: string): Promise<Tensor>;
}

const opened = new WeakMap<Host, Map<string, Promise<Model>>>();

/**
 * Opens a pack by id, once for each host. Throws HostError `model_missing`, `model_invalid`, `model_changed`.
 */
export function openModel(host: Host, id: string): Promise<Model> {
  const models = opened.get(host) ?? new Map<string, Promise<Model>>();
  opened.set(host, models);
  let model = models.get(id);
  if (!model) {
    model = open(host, id);
    models.set(id, model);
    // The cause of a failure may be fixed: retry next time.
    model.catch(() => models.delete(id));
  }
  return model;
}

async function open(host: Host, id: string): Promise<Model> {
  const pack = await host.packs.open(id);
  const { manifest } = pack;
  const tokenize = await openTokenizer(pack);
  const schedules = Object.fromEntries(
    Object.entries(manifest.schedules).map(([name, spec]) => [name, scheduleOf(spec)]),
  );
  const tensor = (reference: string) => readTensor(pack, reference);
  const { prior, decoder } = manifest.roles;
  const statistics =
    prior?.mean && prior.std ? { mean: await tensor(prior.mean), std: await tensor(prior.std) } : undefined;
  // The tiny Karlo checkpoint in circulation has a deviation of 0, and then every prior sample is its mean.
  if (statistics?.std.data.some((s) => s <= 0)) {
    throw new HostError(
      "model_invalid",
      `${id}: found zeros in ${prior?.std}, expected deviations above 0. Export the pack again.`,
    );
  }
  const { width } = manifest.embedding;
  const nullEmbedding = decoder?.nullEmbedding
    ? await tensor(decoder.nullEmbedding)
    : { data: new Float32Array(width), shape: [width] };
  if (!Number.isFinite(norm(nullEmbedding))) {
    throw new HostError(
      "model_invalid",
      `${id}: found a null embedding that is not finite. Export the pack again.`,
    );
  }
  const role = <R extends RoleName>(name: R): RoleSpec<R> => {
    const spec = manifest.roles[name];
    if (!spec) {
      const has = Object.keys(manifest.roles).join(", ");
      throw new HostError(
        "model_role_missing",
        `The pack "${id}" has no ${name}; it has ${has}. Choose a pack that has one.`,
      );
    }
    return spec as RoleSpec<R>;
  };
  return {
    manifest,
    digest: pack.digest,
    tokenize,
    schedules,
    ...(statistics ? { priorStatistics: statistics } : {}),
    nullEmbedding,
    role,
    read: (file) => pack.read(file),
    tensor,
    async session(name) {
      const spec = role(name);
      const session = await host.sessions.open(pack, spec.file);
      checkContract(`${id}/${spec.file} (${name})`, session, spec);
      return checkedOutputs(manifest, name, session);
    },
  };
}
