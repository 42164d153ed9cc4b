import { HostError, pictureType } from "@unclip/host";
import { assetIdSchema, assetStoredSchema } from "@unclip/protocol";
import { userOf } from "../access/entrance.ts";
import { readBody } from "../body/read-body.ts";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";
import { type Route, readId } from "./route.ts";

const types = ["image/png", "image/jpeg", "image/webp"] as const;
/** Pictures that are decoded at the same time; each may need some hundred megabytes. */
const decodesAtOnce = 2;

export function assetRoutes(services: Services): Route[] {
  return [upload(services), show(services)];
}

function upload({ assets, images, limits, repository }: Services): Route {
  const turn = turnstile(decodesAtOnce);
  return {
    method: "put",
    path: "/assets",
    summary:
      "Stores a picture, raw in the body. It is decoded and encoded anew: nothing but its pixels is kept.",
    body: { types },
    replies: { 201: { about: "Stored as PNG under its sha256.", schema: assetStoredSchema } },
    problems: {
      400: ["upload_incomplete"],
      415: ["image_format"],
      422: ["content_type_mismatch", "image_corrupt", "image_too_large"],
      429: ["quota_uploads"],
    },
    async handle(request, response) {
      const bytes = await readBody(request, response, { types, limit: limits.upload });
      const found = pictureType(bytes);
      if (found === undefined)
        throw new HostError(
          "image_format",
          "The bytes are no PNG, JPEG or WebP picture. Convert the file to one of these.",
        );
      const said = request.headers["content-type"]?.toLowerCase();
      if (found !== said)
        throw new ApiError(
          422,
          "content_type_mismatch",
          `The bytes are ${found}, but Content-Type says ${said}.`,
        );
      const image = await turn(() => images.decode(bytes));
      const [, height = 0, width = 0] = image.shape;
      const encoded = await images.encode(image, "image/png");
      const id = await assets.put(encoded, "image/png");
      if (!(await repository.addUpload(userOf(request), id, encoded.length, limits.uploads)))
        throw new ApiError(
          429,
          "quota_uploads",
          `Your pictures would take more than ${limits.uploads} bytes, the most that this server keeps of one user.`,
        );
      response.status(201).location(`/api/v1/assets/${id}`).json({ id, type: "image/png", width, height });
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
