/** The runs of this page that this browser carries out, and what people see of its models and downloads. */
import type { Limit } from "@unclip/host/web";
import { create } from "zustand";
import { onServer, serverPath } from "../server/address.ts";
import { say } from "../view/notice.ts";
import { LocalRuns } from "./local-runs.ts";
import { packsAddress } from "./packs-address.ts";

/** Bytes that are here, of how many; `of` is unknown where a host does not tell. */
export interface Amount {
  readonly bytes: number;
  readonly of: number | undefined;
}

export interface LocalState {
  /** What computes here, once the runner is there. */
  readonly backend:
    | {
        readonly provider: "wasm" | "webgpu";
        readonly threads: number;
        readonly limits: readonly Limit[];
        /** Whether what is downloaded outlives the page. */
        readonly lasting: boolean;
      }
    | undefined;
  /** What is on its way: a pack's id, or `runtime`. */
  readonly download: ({ readonly what: string } & Amount) | undefined;
  /** What is stored of packs that were asked about, by id; a sentence where a pack cannot be used here. */
  readonly packs: Readonly<Record<string, Amount | string>>;
  /** Bytes of the pictures that the person brought, once they were asked about. */
  readonly pictures: number | undefined;
}

export const useLocal = create<LocalState>(() => ({
  backend: undefined,
  download: undefined,
  packs: {},
  pictures: undefined,
}));

/** Pictures are asked of a server alone. */
const addresses = () => ({
  models: packsAddress(),
  ...(onServer && { assets: new URL(serverPath("api/v1/assets"), document.baseURI).href }),
});

export const local = new LocalRuns(addresses, {
  backend: (backend) => useLocal.setState({ backend }),
  download: (download) => useLocal.setState({ download: download.ended ? undefined : download }),
  idle: () => useLocal.setState({ download: undefined }),
  stored: (pack, amount) => {
    useLocal.setState(({ packs }) => ({ packs: { ...packs, [pack]: amount } }));
  },
  pictures: (pictures) => useLocal.setState({ pictures }),
  problem: (text) => say({ tone: "error", text }),
});
