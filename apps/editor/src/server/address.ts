/** Whether a server stands behind the page, or only files do. */
export const onServer = import.meta.env.MODE !== "static";

/**
 * A path of the server as this page reaches it: `api/v1` → `/api/v1`, or `/studio/api/v1` below a base path. The server
 * writes its base path into the page; without one, paths are below the page's folder.
 */
export function serverPath(path: string): string {
  const written = document.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content;
  return new URL(path, new URL(written ?? import.meta.env.BASE_URL, document.baseURI)).pathname;
}

/** The page that asks for a token and then leads back here. */
export function signInAddress(): string {
  const next = new URLSearchParams({ next: location.pathname + location.search });
  return `${serverPath("sign-in")}?${next}`;
}
