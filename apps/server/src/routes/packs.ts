import { HostError } from "@unclip/host";
import { z } from "zod";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";
import { type Route, readId } from "./route.ts";

const packSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and dashes");
const fileSchema = z.string().min(1).max(255);

/** The packs as files, for browsers that compute themselves; a static build has the same folder. */
export function packRoutes(services: Services): Route[] {
  return [list(services), file(services)];
}

function list({ packs }: Services): Route {
  return {
    method: "get",
    path: "/packs/index.json",
    summary: "Ids of the model packs.",
    replies: { 200: { about: "The ids.", schema: z.array(z.string()) } },
    async handle(_request, response) {
      response.json(await packs.list());
    },
  };
}

function file({ packs }: Services): Route {
  return {
    method: "get",
    path: "/packs/:id/:file",
    summary: "A pack's model.json, or a file that it names; answers ranges, so that a download can go on.",
    replies: {
      200: { about: "The bytes, under their sha256 as ETag." },
      206: { about: "A range of them." },
      304: { about: "They are as the client has them." },
    },
    problems: { 404: ["model_missing"], 409: ["model_changed"] },
    async handle(request, response) {
      const id = readId(packSchema, request, "id");
      const name = readId(fileSchema, request, "file");
      try {
        const pack = await packs.open(id);
        response.set("Cache-Control", "private, no-cache");
        if (name === "model.json") {
          response.type("json").send(pack.text);
          return;
        }
        // A name that the manifest does not list is refused here: what a client says never becomes part of a path.
        const path = await pack.verifiedPath(name);
        response.set("ETag", `"${pack.manifest.files[name]?.sha256}"`);
        await new Promise<void>((sent, failed) =>
          response.sendFile(path, { cacheControl: false, lastModified: false }, (error) =>
            // A client that goes away in the middle of a download is no fault.
            error && !response.headersSent ? failed(error) : sent(),
          ),
        );
      } catch (error) {
        if (error instanceof HostError && error.code === "model_missing")
          throw new ApiError(404, error.code, error.message);
        throw error;
      }
    },
  };
}
