import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memberSpans } from "./member-spans.ts";

describe("memberSpans", () => {
  it("finds the text of each member, whatever is inside", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.integer({ min: 0, max: 2 }),
        (object, indent) => {
          const text = JSON.stringify(object, null, indent);
          const spans = memberSpans(text);
          const read = Object.fromEntries(
            [...spans].map(([key, span]) => [key, JSON.parse(text.slice(...span))]),
          );
          expect(read).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it("has none for arrays and scalars", () => {
    for (const text of ["[1,2]", '["graph",{"graph":1}]', "3", '"graph"', "null"])
      expect(memberSpans(text).size).toBe(0);
  });

  it("refuses a key that stands twice, also under another spelling", () => {
    expect(() => memberSpans('{"graph":1,"gr\\u0061ph":2}')).toThrow(/stands twice/);
  });
});
