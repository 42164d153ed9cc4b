/**
 * Entry of the static build: first sees to it that the page is isolated, by the host's headers or by a service worker
 * that adds them, then starts the editor. Without isolation all works too, with one thread.
 */
const reloaded = "unclip.isolating";

async function isolate(): Promise<boolean> {
  if (crossOriginIsolated || !("serviceWorker" in navigator)) return true;
  try {
    await navigator.serviceWorker.register(new URL("isolation.js", document.baseURI));
    await navigator.serviceWorker.ready;
    // Only a page that was loaded through it has the headers. Once: where they do not help, one thread has to do.
    if (sessionStorage.getItem(reloaded) !== null) return true;
    sessionStorage.setItem(reloaded, "1");
    location.reload();
    return false;
  } catch {
    // A private window, or a page without https: no service worker.
    return true;
  }
}

if (await isolate()) await import("./main.tsx");

export {};
