import { expect, it } from "vitest";
import { BasePath, parseBasePath } from "./base-path.ts";
import { wantedPath } from "./wanted-path.ts";

const [root, studio] = [new BasePath(""), new BasePath("/studio")];

it.each([
  ["/", "/"],
  ["/?run=1#g=abc", "/?run=1#g=abc"],
  ["/?token=secret&run=1", "/?run=1"],
  ["/a/../b", "/b"],
])("goes to %s", (wanted, to) => {
  expect(wantedPath(wanted, root)).toBe(to);
});

it.each([
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/.//evil.example",
  "/..//evil.example/",
  "https://evil.example/",
  "https:evil.example",
  "javascript:alert(1)",
  "evil.example",
  "",
  undefined,
  ["/a", "/b"],
  "/sign-in?next=/",
  `/${"a".repeat(5000)}`,
])("goes to the editor for %j", (wanted) => {
  expect(wantedPath(wanted, root)).toBe("/");
});

it("stays below the base path", () => {
  expect(wantedPath("/studio/?a=1", studio)).toBe("/studio/?a=1");
  for (const wanted of [
    "/",
    "/other",
    "/studio",
    "/studiox/",
    "/studio/../x",
    "/studio//../../x",
    "/studio/sign-in/",
  ])
    expect([wanted, wantedPath(wanted, studio)]).toEqual([wanted, "/studio/"]);
});

it("reads a base path with and without slashes, and refuses one that would hide the server's own", () => {
  for (const text of ["studio", "/studio", "/studio/", "studio/"])
    expect(parseBasePath(text)).toBe("/studio");
  expect(parseBasePath("/a/b-c/")).toBe("/a/b-c");
  expect([parseBasePath("/"), parseBasePath("")]).toEqual(["", ""]);
  for (const text of [
    "/api",
    "/socket.io/x",
    "/assets",
    "/sign-in",
    "/a//b",
    "/..",
    "/a/../b",
    "/a b",
    "/a?b",
    "http://a/b",
    "/ä",
  ])
    expect([text, parseBasePath(text)]).toEqual([text, undefined]);
});
