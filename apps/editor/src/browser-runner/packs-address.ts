import { onServer, serverPath } from "../server/address.ts";

/** The folder of model packs, from the server or beside the page. */
export function packsAddress(): string {
  return new URL(onServer ? serverPath("api/v1/packs") : "models", document.baseURI).href;
}
