/** Waits for something that other runs do. Rejects as soon as this run is cancelled. */
export function unlessAborted(ended: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  void ended.then(resolve);
  return promise.finally(() => signal.removeEventListener("abort", abort));
}
