import type { BasePath } from "./base-path.ts";

/**
 * Where to go after signing in: a path of this server, as the browser sees it. What leads elsewhere (`//evil.example`,
 * `/\evil.example`, `https:…`) becomes the editor's page, or the form would be a redirect to any site.
 */
export function wantedPath(wanted: unknown, base: BasePath): string {
  const home = base.of("/");
  const here = "http://here.invalid";
  if (typeof wanted !== "string" || wanted.length > 4000 || !wanted.startsWith("/")) return home;
  if (!URL.canParse(wanted, here)) return home;
  const url = new URL(wanted, here);
  // Only then: the rest of the query would be written anew.
  if (url.searchParams.has("token")) url.searchParams.delete("token");
  const path = url.pathname + url.search + url.hash;
  const leaves = url.origin !== here || path.startsWith("//") || path.includes("\\");
  const signIn = [base.of("/sign-in"), base.of("/sign-in/")].includes(url.pathname);
  return leaves || signIn || !path.startsWith(home) ? home : path;
}
