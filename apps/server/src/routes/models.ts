import { HostError, type Packs } from "@unclip/host";
import { type ModelList, modelListSchema } from "@unclip/protocol";
import type { Services } from "../services.ts";
import type { Route } from "./route.ts";

export function modelRoutes({ packs }: Services): Route[] {
  return [
    {
      method: "get",
      path: "/models",
      summary: "The model packs on this machine, with licence and digest.",
      replies: { 200: { about: "The packs.", schema: modelListSchema } },
      async handle(_request, response) {
        const ids = await packs.list();
        response.json({ models: await Promise.all(ids.map((id) => describePack(packs, id))) });
      },
    },
  ];
}

async function describePack(packs: Packs, id: string): Promise<ModelList["models"][number]> {
  try {
    const { manifest, digest } = await packs.open(id);
    const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
    const roles = Object.keys(manifest.roles);
    return {
      id,
      title: manifest.title,
      about: manifest.about,
      license: manifest.license.spdx,
      digest,
      space: manifest.embedding.joint,
      bytes,
      roles,
      problem: null,
    };
  } catch (error) {
    // one pack that cannot be read hides no other
    if (!(error instanceof HostError)) console.error(`The model pack ${id} cannot be read:`, error);
    return {
      id,
      title: id,
      about: "",
      license: "",
      digest: "",
      space: "",
      bytes: 0,
      roles: [],
      problem:
        error instanceof HostError ? error.message : "The pack cannot be read; the server's log says why.",
    };
  }
}
