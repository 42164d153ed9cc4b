import { afterEach, expect, it, vi } from "vitest";
import { serverPath, signInAddress } from "./address.ts";

afterEach(() => vi.unstubAllGlobals());

/** A page at an address, with what the server wrote into it. */
function page(address: string, written?: string): void {
  vi.stubGlobal("document", {
    baseURI: address,
    querySelector: () => (written === undefined ? null : { content: written }),
  });
  vi.stubGlobal("location", new URL(address));
}

it("is below the base path that the server wrote, whether the page's address ends with a slash or not", () => {
  for (const address of [
    "http://a.example/studio/",
    "http://a.example/studio",
    "http://a.example/studio/?x=1#g=abc",
  ]) {
    page(address, "/studio/");
    expect([serverPath("api/v1"), serverPath("")]).toEqual(["/studio/api/v1", "/studio/"]);
  }
  page("http://a.example/studio/?x=1#g=abc", "/studio/");
  expect(signInAddress()).toBe("/studio/sign-in?next=%2Fstudio%2F%3Fx%3D1");
  page("http://a.example/?x=1", "/");
  expect([serverPath("api/v1"), serverPath("socket.io")]).toEqual(["/api/v1", "/socket.io"]);
});
