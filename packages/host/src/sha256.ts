/** sha256 of the bytes, 64 hex digits, by the Web Crypto that every runtime has (a browser: on https and localhost). */
export async function sha256(bytes: Uint8Array): Promise<string> {
  // Bytes shared between threads are the one kind that it refuses, and the hosts have none.
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
