/** Lets a test call the functions of `worker.ts` from outside: `window.call(name, ...args)`. */
const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
let last = 0;

function call(name: string, ...args: unknown[]): Promise<unknown> {
  const id = ++last;
  return new Promise((resolve, reject) => {
    worker.addEventListener("error", (event) => reject(new Error(event.message)), { once: true });
    worker.addEventListener("message", function hear({ data }) {
      if (data.id !== id) return;
      worker.removeEventListener("message", hear);
      if ("failed" in data) reject(new Error(data.failed));
      else resolve(data.result);
    });
    worker.postMessage({ id, name, args });
  });
}

Object.assign(window, { call });
