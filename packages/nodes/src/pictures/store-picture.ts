import type { Host } from "@unclip/host";
import type { Tensor } from "@unclip/tensor";

const stored = new WeakMap<Host, WeakMap<Tensor, Promise<string>>>();

/**
 * Stores a picture [3, H, W] as a PNG asset and returns its id. A picture that passes through several nodes is
 * encoded and written once.
 */
export function storePicture(host: Host, picture: Tensor): Promise<string> {
  const known = stored.get(host) ?? new WeakMap<Tensor, Promise<string>>();
  stored.set(host, known);
  let id = known.get(picture);
  if (!id) {
    id = host.images.encode(picture, "image/png").then((bytes) => host.assets.put(bytes, "image/png"));
    known.set(picture, id);
    id.catch(() => known.delete(picture));
  }
  return id;
}

/** Stores a preview of a step without waiting for the disk; a crash may lose it. */
export async function storePreview(host: Host, picture: Tensor): Promise<string> {
  return host.assets.put(await host.images.encode(picture, "image/png"), "image/png", "brief");
}
