import { useEffect, useState } from "react";
import { isBrought, sentAs } from "../browser-runner/brought.ts";
import { local } from "../browser-runner/local.ts";
import { usePlace } from "../run/place.ts";
import { assetUrl } from "../server/api.ts";

/** Where the picture of a param is shown from: this browser if it has it, else the server. `undefined` while it is looked up. */
export function useAssetAddress(id: string): string | undefined {
  const inBrowser = usePlace(({ place }) => place === "browser");
  const here = local.pictureUrl(id);
  // A file that was never sent is nowhere else; asking the server for it would tell of it.
  const lookHere = id !== "" && here === undefined && (isBrought(id) ? inBrowser || !sentAs(id) : inBrowser);
  const [looked, setLooked] = useState("");
  useEffect(() => {
    if (!lookHere) return;
    let stale = false;
    void local
      .read(id)
      .catch(() => undefined)
      .then(() => stale || setLooked(id));
    return () => {
      stale = true;
    };
  }, [id, lookHere]);
  if (here !== undefined) return here;
  if (lookHere && looked !== id) return undefined;
  const elsewhere = isBrought(id) ? sentAs(id) : id;
  return elsewhere && assetUrl(elsewhere);
}
