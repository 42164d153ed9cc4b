import { nodeDefiner } from "@unclip/engine";
import type { Host } from "@unclip/host";

/** Defines node types whose items are computed one by one, or over whole batches, on a {@link Host}. */
export const { each: eachNode, all: allNode } = nodeDefiner<Host>();
