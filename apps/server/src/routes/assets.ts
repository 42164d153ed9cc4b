import { HostError, pictureType } from "@unclip/host";
import { assetIdSchema, assetStoredSchema, embeddingsStoredSchema } from "@unclip/protocol";
import { z } from "zod";
import { userOf } from "../access/entrance.ts";
import { mediaOf, readBody } from "../body/read-body.ts";
import { readEmbeddings } from "../body/read-embeddings.ts";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";
import { type Route, readId } from "./route.ts";

const pictureTypes = ["image/png", "image/jpeg", "image/webp"] as const;
/** A .npy has no media type of its own; browsers call it a stream of bytes. */
const embeddingTypes = ["application/octet-stream", "application/x-npy", "application/json"] as const;
const types = [...pictureTypes, ...embeddingTypes];
/** Pictures that are decoded at the same time; each may need some hundred megabytes. */
const decodesAtOnce = 2;
/** Bytes of JSON: reading it holds the process, some 10 ms a megabyte. A .npy has more numbers in less room. */
const jsonLimit = 4_000_000;

export function assetRoutes(services: Services): Route[] {
  return [upload(services), show(services)];
}

function upload({ assets, images, limits, repository }: Services): Route {
  const turn = turnstile(decodesAtOnce);
  const readPicture = async (bytes: Buffer, said: string) => {
    const found = pictureType(bytes);
    if (found === undefined)
      throw new HostError(
        "image_format",
        "The bytes are no PNG, JPEG or WebP picture. Convert the file to one of these.",
      );
    if (found !== said)
      throw new ApiError(
        422,
        "content_type_mismatch",
        `The bytes are ${found}, but Content-Type says ${said}.`,
      );
    const image = await turn(() => images.decode(bytes));
    const [, height = 0, width = 0] = image.shape;
    return { bytes: await images.encode(image, "image/png"), type: "image/png", width, height };
  };
  return {
    method: "put",
    path: "/assets",
    summary:
      "Stores a picture, or a file of embeddings (.npy or JSON), raw in the body. It is read and written anew: nothing but pixels, numbers and labels is kept.",
    body: { types },
    replies: {
      201: {
        about:
          "Stored under the sha256 of what is kept: a picture as PNG, embeddings as .npy or, with labels, as JSON.",
        schema: z.union([assetStoredSchema, embeddingsStoredSchema]),
      },
    },
    problems: {
      400: ["upload_incomplete"],
      413: ["body_too_large"],
      415: ["content_type", "image_format"],
      422: [
        "content_type_mismatch",
        "image_corrupt",
        "image_too_large",
        "embedding_format",
        "embedding_too_large",
      ],
      429: ["quota_uploads"],
    },
    async handle(request, response) {
      const said = mediaOf(request);
      const limit = said === "application/json" ? Math.min(jsonLimit, limits.upload) : limits.upload;
      const body = await readBody(request, response, { types, limit });
      const isPicture = pictureTypes.some((type) => type === said);
      const { bytes, ...about } = isPicture ? await readPicture(body, said) : readEmbeddings(body);
      const id = await assets.put(bytes, about.type);
      if (!(await repository.addUpload(userOf(request), id, bytes.length, limits.uploads)))
        throw new ApiError(
          429,
          "quota_uploads",
          `Your uploads would take more than ${limits.uploads} bytes, the most that this server keeps of one user.`,
        );
      response
        .status(201)
        .location(`/api/v1/assets/${id}`)
        .json({ id, ...about });
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
      if (asset === undefined) throw new ApiError(404, "asset_missing", "There is no asset of that id.");
      // The address is the content's hash, so it never changes; and nothing in it may run, whatever the bytes say.
      response
        .set("Cache-Control", "private, max-age=31536000, immutable")
        .set("Content-Security-Policy", "sandbox; default-src 'none'")
        .type(asset.type)
        .send(Buffer.from(asset.bytes.buffer, asset.bytes.byteOffset, asset.bytes.byteLength));
    },
  };
}

/** Lets `places` calls in at a time; the others wait in line. */
function turnstile(places: number): <T>(call: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (call) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await call();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
