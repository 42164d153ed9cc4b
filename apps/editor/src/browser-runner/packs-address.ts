/** Whether a server stands behind the page, or only files do. */
export const onServer = import.meta.env.MODE !== "static";

/** The folder of model packs, from the server or beside the page. */
export function packsAddress(): string {
  return new URL(onServer ? "/api/v1/packs" : "models", document.baseURI).href;
}
