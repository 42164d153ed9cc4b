import { ApiError } from "../server/api-error.ts";
import { noteBrought } from "./brought.ts";
import { local } from "./local.ts";

/** Stores a picture or embeddings in this browser, and nowhere else. Returns the asset id. Throws {@link ApiError}. */
export async function keepHere(file: Blob): Promise<string> {
  const id = await local.keep(file).catch((cause: Error) => {
    throw new ApiError(cause.message, false);
  });
  noteBrought(id);
  return id;
}
