/**
 * Service worker of the static build. It adds the two headers without which a browser gives WebAssembly no threads, for
 * hosts that cannot be told to send them; and it keeps what the page is made of, so that it opens without a connection.
 * Models are not kept here: the page keeps those itself, verified, where they can be counted and removed.
 */
/** All pages of one host share its caches: each folder has its own. */
const ours = `unclip ${new URL(self.registration.scope).pathname} `;
/** Changes with the build, so that a new one leaves nothing of the last. */
const kept = `${ours}unclip-BUILD`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (new URL(request.url).origin !== self.location.origin) return;
  // A cached entry that may only be read from the cache cannot be asked for by us (a Chromium rule).
  if (request.cache === "only-if-cached" && request.mode !== "same-origin") return;
  event.respondWith(answer(event));
});
// What the page loaded before this worker was there.
self.addEventListener("message", (event) => event.waitUntil(Promise.all(event.data.keep.map(keep))));

async function begin() {
  // Builds before had one cache a host.
  for (const name of await caches.keys())
    if ((name.startsWith(ours) || /^unclip-[0-9a-f]{12}$/.test(name)) && name !== kept)
      await caches.delete(name);
  await self.clients.claim();
}

async function answer(event) {
  const { request } = event;
  // Parts of models, and whatever else is to be asked for anew and kept nowhere.
  if (request.method !== "GET" || request.cache === "no-store") return isolated(await fetch(request));
  // Names in assets/ carry a hash of the content: what has the name is the same.
  const hashed = /\/assets\/[^/]+$/.test(new URL(request.url).pathname);
  const cache = await caches.open(kept);
  const known = hashed ? await cache.match(request.url) : undefined;
  if (known) return known;
  try {
    const response = isolated(await fetch(request));
    // Beside the answer: who waits sees a large file come, and a full storage keeps the page from nothing.
    if (response.status === 200) event.waitUntil(store(cache, request.url, response.clone()));
    return response;
  } catch (error) {
    const before = await cache.match(address(request.url));
    if (before) return before;
    throw error;
  }
}

async function keep(url) {
  if (new URL(url).origin !== self.location.origin) return;
  const cache = await caches.open(kept);
  if (await cache.match(address(url))) return;
  const response = await fetch(url).catch(() => undefined);
  if (response?.status === 200) await store(cache, url, isolated(response));
}

/** Where storage is full the page works all the same, with a connection. */
async function store(cache, url, response) {
  await cache.put(address(url), response).catch(() => undefined);
}

/** A link to a graph carries it behind the `#`, which is not part of what a host is asked for. */
function address(url) {
  return url.split("#")[0];
}

function isolated(response) {
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  const { status, statusText } = response;
  // These have no body, and a Response of theirs may be given none.
  const body = status === 204 || status === 205 || status === 304 ? null : response.body;
  return new Response(body, { status, statusText, headers });
}
