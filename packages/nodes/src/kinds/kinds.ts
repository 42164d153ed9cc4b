/**
 * All kinds of values that can travel along an edge.
 */
import type { Kind } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { norm, type Tensor } from "@unclip/tensor";
import { storePicture } from "../pictures/store-picture.ts";
import { embeddingFacts } from "./embedding-facts.ts";
import type { Animation, Basis, Codes, Embedding, Encoding, Noise, Plot, Table } from "./values.ts";

const figure8 =
  "A text embedding in place of an image embedding, as in the second row of the paper's Figure 8: no prior turns it into what an image would have.";
const rounded = (x: number) => Number(x.toPrecision(4));

export const text: Kind<string, Host> = {
  name: "text",
  title: "text",
  plain: true,
  summarize: async (value) => ({ text: value }),
};

export const number: Kind<number, Host> = {
  name: "number",
  title: "number",
  plain: true,
  accepts: { seed: "" },
  summarize: async (value) => ({ text: String(rounded(value)), facts: { value } }),
};

const boolean: Kind<boolean, Host> = {
  name: "boolean",
  title: "yes or no",
  plain: true,
  summarize: async (value) => ({ text: value ? "yes" : "no", facts: { value } }),
};

/** An integer in 0..2^53−1. */
export const seed: Kind<number, Host> = {
  name: "seed",
  title: "seed",
  plain: true,
  accepts: { number: "" },
  summarize: async (value) => ({ text: `seed ${value}`, facts: { value } }),
};

const textList: Kind<readonly string[], Host> = {
  name: "text-list",
  title: "list of texts",
  plain: true,
  summarize: async (value) => ({ text: value.join(" · "), facts: { items: value } }),
};

export const numberList: Kind<readonly number[], Host> = {
  name: "number-list",
  title: "list of numbers",
  plain: true,
  summarize: async (value) => ({ text: value.map(rounded).join(", "), facts: { values: value } }),
};

/** [3, H, W] in [−1, 1]. */
export const image: Kind<Tensor, Host> = {
  name: "image",
  title: "image",
  async summarize(value, host) {
    const [, height = 0, width = 0] = value.shape;
    const id = await storePicture(host, value);
    return { text: `${width}×${height}`, asset: { id, type: "image/png" }, facts: { width, height } };
  },
};

async function summarizeEmbedding(embedding: Embedding) {
  const { vector, space } = embedding;
  const length = norm(vector);
  const { joint, modality, width } = space;
  return {
    text: `${modality} embedding, ${width} wide, ‖z‖ = ${length.toFixed(3)}`,
    facts: { norm: length, width, joint, modality, ...(await embeddingFacts(embedding)) },
  };
}

/** z_i, of CLIP's image encoder or a prior. */
export const imageEmbedding: Kind<Embedding, Host> = {
  name: "embedding.image",
  title: "image embedding",
  space: "model",
  accepts: { "embedding.text": figure8 },
  summarize: summarizeEmbedding,
};

/** z_t, of CLIP's text encoder. */
export const textEmbedding: Kind<Embedding, Host> = {
  name: "embedding.text",
  title: "text embedding",
  space: "model",
  summarize: summarizeEmbedding,
};

/** Text or image embedding, for arithmetic: the result has the kind of the input. */
export const embedding: Kind<Embedding, Host> = {
  name: "embedding",
  title: "embedding",
  space: "any",
  accepts: { "embedding.image": "", "embedding.text": "" },
  summarize: summarizeEmbedding,
};

/** Token states, mask and z_t of a caption. */
export const encoding: Kind<Encoding, Host> = {
  name: "encoding",
  title: "text encoding",
  space: "model",
  async summarize({ caption, mask, truncated, unknown, space }) {
    const tokens = mask.filter(Boolean).length;
    const cut = truncated ? `; cut to ${tokens} tokens, the end was not read` : "";
    const strange = unknown.length > 0 ? `; not learned: ${unknown.join(", ")}` : "";
    return {
      text: `"${caption}"${cut}${strange}`,
      facts: { caption, tokens, truncated, unknown, joint: space.joint },
    };
  },
};

/** x_T. */
export const noise: Kind<Noise, Host> = {
  name: "noise",
  title: "noise",
  space: "model",
  async summarize({ sample, joint }) {
    const length = norm(sample);
    return {
      text: `[${sample.shape.join(", ")}], ‖x‖ = ${length.toFixed(2)}`,
      facts: { shape: sample.shape, norm: length, joint },
    };
  },
};

export const table: Kind<Table, Host> = {
  name: "table",
  title: "table",
  async summarize({ columns, rows, note }) {
    return {
      text: note ?? `${rows.length} × ${columns.length}`,
      facts: {
        ...(note === undefined ? {} : { note }),
        columns,
        rows: rows.map((row) => row.label),
        // Row by row, since facts are flat.
        values: rows.flatMap((row) => row.values),
      },
    };
  },
};

/** Numbers in any form; for nodes that tabulate and draw them. */
export const figures: Kind<number | readonly number[] | Table, Host> = {
  name: "figures",
  title: "numbers or a table",
  accepts: { number: "", seed: "", "number-list": "", table: "" },
  summarize: async () => ({ text: "" }),
};

export const plot: Kind<Plot, Host> = {
  name: "plot",
  title: "plot",
  async summarize({ title, style, x, y, series }, host) {
    const points = (values: (one: Plot["series"][number]) => readonly number[]) => series.flatMap(values);
    const stored = async (one: Plot["series"][number]) =>
      one.pictures ? await Promise.all(one.pictures.map((p) => storePicture(host, p))) : one.x.map(() => "");
    const pictures = series.some((one) => one.pictures) ? await Promise.all(series.map(stored)) : [];
    return {
      text: `${title && `${title}: `}${series.map((one) => `${one.name} (${one.x.length})`).join(", ")}`,
      // Facts are flat: the points of all series in order, and the number of points of each.
      facts: {
        title,
        style,
        xTitle: x,
        yTitle: y,
        names: series.map((one) => one.name),
        lengths: series.map((one) => one.x.length),
        x: points((one) => one.x),
        y: points((one) => one.y),
        labels: series.flatMap((one) => one.labels ?? one.x.map(() => "")),
        ...(pictures.length === 0 ? {} : { pictures: pictures.flat() }),
      },
    };
  },
};

/** Principal components, the mean they are around, and the variance along each. */
export const basis: Kind<Basis, Host> = {
  name: "basis",
  title: "PCA basis",
  space: "any",
  async summarize({ pca, space }) {
    const variances = [...pca.eigenvalues.data];
    return {
      text: `${variances.length} components of embeddings ${space.width} wide`,
      facts: { variances, width: space.width, joint: space.joint },
    };
  },
};

/** PCA coordinates of an embedding as integers. */
export const codes: Kind<Codes, Host> = {
  name: "codes",
  title: "codes",
  space: "model",
  async summarize({ values, codebook, space }) {
    return {
      text: `${values.length} codes of ${codebook.buckets} buckets`,
      facts: { values, buckets: codebook.buckets, joint: space.joint },
    };
  },
};

export const animation: Kind<Animation, Host> = {
  name: "animation",
  title: "animation",
  async summarize({ asset, frames, width, height, milliseconds }) {
    return {
      text: `${frames} frames of ${width}×${height}, ${milliseconds} ms each`,
      asset: { id: asset, type: "image/webp" },
      facts: { frames, width, height, milliseconds },
    };
  },
};

/** Any kind that can be shown. Results keep the kind of the input. */
export const anything: Kind<unknown, Host> = {
  name: "anything",
  title: "anything",
  accepts: Object.fromEntries(
    [
      text,
      number,
      boolean,
      seed,
      textList,
      numberList,
      image,
      imageEmbedding,
      textEmbedding,
      encoding,
      noise,
      table,
      plot,
      basis,
      codes,
      animation,
    ].map((kind) => [kind.name, ""]),
  ),
  summarize: async (value) => ({ text: String(value) }),
};

/** All kinds, for `describe`. */
export const kinds = [
  text,
  number,
  boolean,
  seed,
  textList,
  numberList,
  image,
  imageEmbedding,
  textEmbedding,
  embedding,
  encoding,
  noise,
  table,
  figures,
  plot,
  basis,
  codes,
  animation,
  anything,
] as const;
