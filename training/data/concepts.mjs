// Which concept an icon shows: emojibase labels and tags, emojilib keywords, joined by code point or by name.
import { createRequire } from 'node:module';

const TONE = /1F3F[BCDEF]/;
const plain = (hex) => hex.toUpperCase().replaceAll('-FE0F', '');
const slug = (label) => label.toLowerCase().replace(/[’'“”.,:!&()*#]/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
const join = (name) => name.replaceAll('-', '');

export const optional = (require, path) => {
  try {
    return require(path);
  } catch {
    return undefined;
  }
};

/** Never held out: the README, the example graphs and the contact sheets ask for them. */
const EXAMPLES = new Set(['rocket', 'red apple', 'alarm clock', 'blue heart', 'bicycle', 'motorcycle']);

/** FNV-1a: a split that depends on nothing but the concept's key. */
const hash = (text) => {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ c.codePointAt(0), 16777619) >>> 0;
  return h;
};

/** All Unicode concepts, keyed by code points without variation selectors; one in twenty is held out. */
export function readConcepts(root, seed) {
  const require = createRequire(`${root}/`);
  const { groups, subgroups } = require('emojibase-data/meta/groups.json');
  const keywords = require('emojilib');
  const concepts = new Map();
  for (const e of require('emojibase-data/en/data.json')) {
    if (e.group === undefined || groups[e.group] === 'component') continue;
    const words = new Set([...(e.tags ?? []), ...(keywords[e.emoji] ?? keywords[`${e.emoji}\uFE0F`] ?? []).map((w) => w.replaceAll('_', ' '))]);
    words.delete(e.label);
    concepts.set(plain(e.hexcode), { key: plain(e.hexcode), label: e.label, tags: [...words], group: groups[e.group], subgroup: subgroups[e.subgroup] });
  }
  for (const c of concepts.values()) c.heldOut = hash(`${seed}:${c.key}`) % 20 === 0 && !EXAMPLES.has(c.label);
  return concepts;
}

/** Names that any set with chars.json, or emojibase itself, gives to a concept. */
export function namesOf(root, concepts, sets) {
  const require = createRequire(`${root}/`);
  const names = new Map();
  const put = (name, key) => {
    if (concepts.has(key) || TONE.test(key)) for (const n of [name, join(name)]) if (!names.has(n)) names.set(n, key);
  };
  for (const c of concepts.values()) put(slug(c.label), c.key);
  for (const set of sets) {
    const chars = optional(require, `@iconify-json/${set}/chars.json`) ?? {};
    for (const [code, name] of Object.entries(chars)) put(name, plain(code));
    const { aliases = {} } = require(`@iconify-json/${set}/icons.json`);
    for (const [alias, { parent }] of Object.entries(aliases)) {
      const known = names.get(parent) ?? names.get(alias);
      if (known) put(alias, known), put(parent, known);
    }
  }
  return names;
}

/** The concept of icon `name`; an unknown multi-word name becomes a concept of its own; undefined: leave it out. */
export function conceptOf(name, names, concepts, seed) {
  const base = name.replace(/-\d$/, '');
  const key = names.get(name) ?? names.get(base) ?? names.get(`${base}-face`) ?? names.get(base.replace(/-(face|suit)$/, ''));
  if (key) return TONE.test(key) ? undefined : concepts.get(key);
  if (/skin-tone|-(light|medium|dark)$|^regional|^tag-|firefox|mozilla|logo|twitter|android/.test(name)) return undefined;
  if (!base.includes('-') || base.length < 5) return undefined;
  const found = concepts.get(`name:${base}`) ?? { key: `name:${base}`, label: base.replaceAll('-', ' '), tags: [], group: 'named', subgroup: 'named', heldOut: hash(`${seed}:${base}`) % 20 === 0 };
  concepts.set(found.key, found);
  return found;
}
