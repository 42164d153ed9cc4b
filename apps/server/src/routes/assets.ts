import { HostError } from "@unclip/host";
import { fileType } from "@unclip/host/file-kind";
import { assetIdSchema, assetStoredSchema, embeddingsStoredSchema, uploadListSchema } from "@unclip/protocol";
import { z } from "zod";
import { userOf } from "../access/entrance.ts";
import { checkDigest } from "../body/check-digest.ts";
import { mediaOf, readBody } from "../body/read-body.ts";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";
import type { UploadKind } from "../uploads/messages.ts";
import { turnstiles } from "../uploads/turnstiles.ts";
import { pageSchema } from "./page.ts";
import { overQuota } from "./quota.ts";
import { type Route, readId, readQuery } from "./route.ts";

const pictureTypes = ["image/png", "image/jpeg", "image/webp"] as const;
/** A .npy has no media type of its own; browsers call it a stream of bytes, and an .npz at times what it is, an archive. */
const embeddingTypes = [
  "application/octet-stream",
  "application/x-npy",
  "application/x-npz",
  "application/zip",
  "application/json",
] as const;
const types = [...pictureTypes, ...embeddingTypes];
/** Uploads of one user that are in memory at the same time; a further one is not read before its turn. */
const uploadsAtOnce = 4;
/** Bytes of JSON; a .npy has more numbers in less room. */
const jsonLimit = 4_000_000;

export function assetRoutes(services: Services): Route[] {
  return [list(services), upload(services), show(services), remove(services)];
}

function list({ repository }: Services): Route {
  return {
    method: "get",
    path: "/assets",
    summary: "Your uploads, newest first, with the bytes that each takes.",
    query: pageSchema,
    replies: { 200: { about: "A page of uploads.", schema: uploadListSchema } },
    problems: { 400: ["paging"] },
    handle(request, response) {
      const { uploads, next } = repository.uploads(userOf(request), readQuery(pageSchema, request, "paging"));
      response.json({ uploads, next: next === undefined ? null : String(next) });
    },
  };
}

function remove({ repository, housekeeper }: Services): Route {
  return {
    method: "delete",
    path: "/assets/:id",
    summary:
      "Removes a picture or a file of embeddings from your uploads and from your runs. Graphs that name it ask for it again.",
    replies: { 204: { about: "Removed." } },
    problems: { 404: ["asset_missing"], 409: ["asset_in_use"] },
    async handle(request, response) {
      const removal = await repository.removeAsset(userOf(request), readId(assetIdSchema, request, "id"));
      if (removal === "unknown") throw missing();
      if (removal === "in-use")
        throw new ApiError(409, "asset_in_use", "A run of yours that has not ended uses this asset.", {
          remedy: "Cancel the run (DELETE /runs/ID), or wait for its end.",
        });
      await housekeeper.clean();
      response.status(204).end();
    },
  };
}

function upload(services: Services): Route {
  const { uploads, limits, repository, housekeeper } = services;
  const turn = turnstiles(uploadsAtOnce);
  return {
    method: "put",
    path: "/assets",
    summary:
      "Stores a picture, or a file of embeddings (.npy, .npz or JSON), raw in the body. Its first bytes say which, not its Content-Type. It is read and written anew: nothing but pixels, numbers and labels is kept.",
    body: { types },
    replies: {
      201: {
        about:
          "Stored under the sha256 of what is kept: a picture as PNG, embeddings as .npy or, with labels, as JSON.",
        schema: z.union([assetStoredSchema, embeddingsStoredSchema]),
      },
    },
    problems: {
      400: ["upload_incomplete", "digest_invalid"],
      413: ["body_too_large"],
      415: ["content_type", "image_format"],
      422: [
        "hash_mismatch",
        "image_corrupt",
        "image_too_large",
        "embedding_format",
        "embedding_too_large",
        "upload_unreadable",
      ],
      429: ["quota_stored"],
      503: ["uploads_not_ready", "upload_interrupted"],
    },
    async handle(request, response) {
      const user = userOf(request);
      const said = mediaOf(request);
      const limit = said === "application/json" ? Math.min(jsonLimit, limits.upload) : limits.upload;
      const { id, type, size, about, kept } = await housekeeper.during(async () => {
        const stored = await turn(user, async () => {
          // Gone while it waited.
          if (request.destroyed) throw new ApiError(400, "upload_incomplete", "The upload was given up.");
          const body = await readBody(request, response, { types: [...types, ...otherPicture(said)], limit });
          await checkDigest(request, body);
          return uploads.store(body, kindOf(body, said));
        });
        const kept = await repository.addUpload(user, stored.id, stored.size, limits.stored);
        return { ...stored, kept };
      });
      if (!kept) {
        await housekeeper.clean();
        throw overQuota(services, user, size);
      }
      response
        .status(201)
        .location(`/api/v1/assets/${id}`)
        .json({ id, type, ...about });
    },
  };
}

function show({ assets, repository, users }: Services): Route {
  return {
    method: "get",
    path: "/assets/:id",
    summary: "The bytes of an asset.",
    replies: { 200: { about: "The bytes." } },
    problems: { 404: ["asset_missing"], 500: ["asset_corrupt"] },
    async handle(request, response) {
      const id = readId(assetIdSchema, request, "id");
      // The hash alone opens nothing: another user's picture is answered as one that is not there.
      const asset = users && !repository.mayRead(userOf(request), id) ? undefined : await assets.get(id);
      if (asset === undefined) throw missing();
      // The address is the content's hash, so it never changes; and nothing in it may run, whatever the bytes say.
      response
        .set("Cache-Control", "private, max-age=31536000, immutable")
        .set("Content-Security-Policy", "sandbox; default-src 'none'")
        .type(asset.type)
        .send(Buffer.from(asset.bytes.buffer, asset.bytes.byteOffset, asset.bytes.byteLength));
    },
  };
}

/** Programs call a JPEG `image/jpg`, or a picture by the name that its file has; only markup, which can run, is none. */
function otherPicture(said: string): string[] {
  return /^image\/(?!svg)[a-z0-9.+-]+$/.test(said) ? [said] : [];
}

/** Told by the first bytes, whatever Content-Type says, before anything decodes them. */
function kindOf(bytes: Uint8Array, said: string): UploadKind {
  const found = fileType(bytes);
  if (found?.startsWith("image/")) return "picture";
  if (found !== undefined || embeddingTypes.some((one) => one === said)) return "embeddings";
  throw new HostError(
    "image_format",
    "The bytes are no PNG, JPEG or WebP picture. Convert the file to one of these.",
  );
}

function missing(): ApiError {
  return new ApiError(404, "asset_missing", "There is no asset of that id.");
}
