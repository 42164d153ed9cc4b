import { expect, it } from "vitest";
import { picturesByTemplate, withRenamed } from "./made-in-advance.ts";

it("reads template and node from a picture's name, and leaves other files out", () => {
  const addresses = {
    "../graphs/pictures/text-to-image.picture.png": "/a.png",
    "../graphs/pictures/text-to-image.large.png": "/b.png",
    "../graphs/pictures/four-by-four.sheet.png": "/c.png",
    "../graphs/pictures/cover.png": "/d.png",
  };
  expect(picturesByTemplate(addresses)).toEqual({
    "text-to-image": { picture: "/a.png", large: "/b.png" },
    "four-by-four": { sheet: "/c.png" },
  });
});

it("stays with a node that was renamed, and with its old name for an undo", () => {
  expect(withRenamed({ picture: "p.png" }, { result: "picture", other: "nothing" })).toEqual({
    picture: "p.png",
    result: "p.png",
  });
});
