// node render.mjs OUT [--root DIR] [--sets FILE] [--seed N] [--large N] [--huge N]: all pictures and captions' raw material into one file.
// File: "EMOJI-1\n", u32 length, JSON { sets, concepts, pictures }, then lossless WebP blobs (straight alpha).
import { renameSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { conceptOf, namesOf, readConcepts } from './concepts.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: {
  root: { type: 'string', default: process.cwd() }, sets: { type: 'string', default: 'sets.json' }, seed: { type: 'string', default: '2' },
  large: { type: 'string', default: '1600' }, huge: { type: 'string', default: '120' } } });
const root = values.root;
const require = createRequire(`${root}/`);
const sharp = require('sharp');
const sets = JSON.parse(readFileSync(new URL(values.sets, import.meta.url)));
const concepts = readConcepts(root, values.seed);
const names = namesOf(root, concepts, Object.keys(sets));

/** The icon alone on a square canvas with a margin of 4 %. */
function svgOf(icons, icon, size) {
  const w = icon.width ?? icons.width ?? 16, h = icon.height ?? icons.height ?? 16;
  const side = Math.max(w, h) * 1.08, left = (icon.left ?? icons.left ?? 0) - (side - w) / 2, top = (icon.top ?? icons.top ?? 0) - (side - h) / 2;
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${size}" height="${size}" viewBox="${left} ${top} ${side} ${side}" color="black">${icon.body}</svg>`);
}
const render = (svg) => sharp(svg).ensureAlpha().webp({ lossless: true, effort: 3 }).toBuffer();

const pictures = [];
for (const set of Object.keys(sets)) {
  const icons = require(`@iconify-json/${set}/icons.json`);
  const seen = new Set();
  for (const [name, icon] of Object.entries(icons.icons)) {
    if (icon.hidden) continue;
    const concept = conceptOf(name, names, concepts, values.seed);
    if (concept && !seen.has(icon.body)) pictures.push({ set, name, concept, icons, icon });
    seen.add(icon.body);
  }
}

// Every k-th picture of the sets with detail is also rendered at 256, and a few at 1024, for the upsamplers.
const detailed = pictures.filter((p) => sets[p.set].large && !p.concept.heldOut && p.concept.group !== 'flags');
const every = (n) => new Set(detailed.filter((_, i) => Math.floor((i * n) / detailed.length) !== Math.floor(((i - 1) * n) / detailed.length)));
const sizes = [[64, new Set(pictures)], [256, every(Number(values.large))], [1024, every(Number(values.huge))]];
const blobs = [];
let at = 0, done = 0;
const started = Date.now();
for (const p of pictures) {
  p.at = {};
  for (const [size, chosen] of sizes) {
    if (!chosen.has(p)) continue;
    const blob = await render(svgOf(p.icons, p.icon, size));
    blobs.push(blob);
    p.at[size] = [at, blob.length];
    at += blob.length;
  }
  if (++done % 200 === 0 || done === pictures.length) process.stderr.write(`\rrender ${done}/${pictures.length} ${((Date.now() - started) / 1000).toFixed(0)} s `);
}
const used = [...new Set(pictures.map((p) => p.concept))];
const index = new Map(used.map((c, i) => [c, i]));
const header = Buffer.from(JSON.stringify({ seed: Number(values.seed), sets, concepts: used,
  pictures: pictures.map((p) => ({ set: p.set, name: p.name, concept: index.get(p.concept), at: p.at })) }));
const length = Buffer.alloc(4);
length.writeUInt32LE(header.length);
writeFileSync(`${positionals[0]}.part`, Buffer.concat([Buffer.from('EMOJI-1\n'), length, header, ...blobs]));
renameSync(`${positionals[0]}.part`, positionals[0]);
const count = {};
for (const p of pictures) count[p.set] = (count[p.set] ?? 0) + 1;
process.stderr.write(`\n${pictures.length} pictures, ${used.length} concepts, ${used.filter((c) => c.heldOut).length} held out, ${(at / 1e6).toFixed(1)} MB\n`);
console.log(JSON.stringify(count));
