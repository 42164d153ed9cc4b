const WORDS = 624;
const MIDDLE = 397;

/**
 * MT19937 (Matsumoto & Nishimura 1998): a function that returns the next 32-bit unsigned integer.
 * `seed` is an integer in 0..2^32−1.
 */
export function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(WORDS);
  state[0] = seed;
  for (let i = 1; i < WORDS; i++) {
    const previous = state[i - 1]!;
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  let index = WORDS;
  return () => {
    if (index === WORDS) {
      twist(state);
      index = 0;
    }
    let word = state[index++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    word ^= word >>> 18;
    return word >>> 0;
  };
}

/** Renews all words of the state, each from its successor and the word 397 further on. */
function twist(state: Uint32Array): void {
  for (let i = 0; i < WORDS; i++) {
    const joined = (state[i]! & 0x80000000) | (state[(i + 1) % WORDS]! & 0x7fffffff);
    const mixed = (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
    state[i] = state[(i + MIDDLE) % WORDS]! ^ mixed;
  }
}
