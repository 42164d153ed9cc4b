/**
 * Entry of the static build: has a service worker keep the page for times without a connection, sees to it that the page
 * is isolated, by the host's headers or by those that the service worker adds, then starts the editor. Without either all
 * works too, online and with one thread.
 */
const reloaded = "unclip.isolating";

async function serve(): Promise<ServiceWorkerRegistration | undefined> {
  try {
    await navigator.serviceWorker.register(new URL("isolation.js", document.baseURI));
    return await navigator.serviceWorker.ready;
  } catch {
    // A private window, or a page without https: no service worker.
    return undefined;
  }
}

/** Loads the page again where that isolates it. Only a page that came through the service worker has its headers. */
function reloadToIsolate(): boolean {
  // Once: where the headers do not help, one thread has to do.
  if (crossOriginIsolated || sessionStorage.getItem(reloaded) !== null) return false;
  sessionStorage.setItem(reloaded, "1");
  location.reload();
  return true;
}

/** Waits, not long, until this page's requests go through the service worker, which then keeps what they bring. */
async function controlled(): Promise<void> {
  const { serviceWorker } = navigator;
  if (serviceWorker.controller !== null) return;
  await new Promise<void>((resolve) => {
    serviceWorker.addEventListener("controllerchange", () => resolve(), { once: true });
    setTimeout(resolve, 1000);
  });
}

const registration = "serviceWorker" in navigator ? await serve() : undefined;
if (registration === undefined || !reloadToIsolate()) {
  if (registration !== undefined) await controlled();
  await import("./main.tsx");
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  registration?.active?.postMessage({ keep: [document.baseURI, ...loaded] });
}

export {};
