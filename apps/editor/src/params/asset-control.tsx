import type { AssetParam } from "@unclip/engine";
import { ImageUp, X } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { usePlace } from "../run/place.ts";
import { ApiError } from "../server/api.ts";
import { say } from "../view/notice.ts";
import { useWords } from "../words/words.ts";
import { bringFile, openFile, takesFile } from "./bring-file.ts";
import css from "./controls.module.css";
import { useAssetAddress } from "./use-asset-address.ts";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly param: AssetParam;
  readonly onChange: (value: string) => void;
}

/** A picture: drop one, choose one, or take it away. */
export function AssetControl({ label, value, param, onChange }: Props) {
  const words = useWords();
  const address = useAssetAddress(value);
  const inBrowser = usePlace(({ place }) => place === "browser");
  const isPicture = param.media.some((type) => type.startsWith("image/"));
  const chooser = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<"idle" | "over" | "uploading">("idle");
  const take = async (file: File | undefined) => {
    if (!file) return setState("idle");
    const opened = await openFile(file);
    if (!takesFile(param, opened)) {
      setState("idle");
      return say({ tone: "error", text: isPicture ? words.notAPicture : words.notEmbeddings });
    }
    setState("uploading");
    try {
      onChange(await bringFile(opened));
    } catch (error) {
      say({ tone: "error", text: error instanceof ApiError ? error.message : String(error) });
    }
    setState("idle");
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    void take(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only files are dropped here; the button inside does the same
    <div
      className={`${css.asset} nodrag`}
      data-over={state === "over" || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setState("over");
      }}
      onDragLeave={() => setState("idle")}
      onDrop={drop}
    >
      <button
        type="button"
        className={css.assetButton}
        aria-label={`${value ? words.replacePicture : words.dropPicture}: ${label}`}
        onClick={() => chooser.current?.click()}
      >
        {value && isPicture ? (
          address && <img src={address} alt="" draggable={false} />
        ) : (
          <ImageUp size={16} strokeWidth={1.5} />
        )}
        {state === "uploading" ? (
          <span>{inBrowser ? words.readingFile : words.uploading}</span>
        ) : value ? null : (
          <span>{words.dropPicture}</span>
        )}
      </button>
      {value && (
        <button
          type="button"
          className={`${css.icon} ${css.assetRemove}`}
          aria-label={`${words.removePicture}: ${label}`}
          title={words.removePicture}
          onClick={() => onChange("")}
        >
          <X size={14} strokeWidth={1.5} />
        </button>
      )}
      <input
        ref={chooser}
        type="file"
        hidden
        accept={isPicture ? "image/*" : ".npy,.json"}
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
    </div>
  );
}
