import type { UploadRecord, Usage } from "@unclip/protocol";
import { Trash2 } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { assetUrl, getUploads, getUsage, removeUpload } from "../server/api.ts";
import { ApiError } from "../server/api-error.ts";
import { say } from "../view/notice.ts";
import { useSettings } from "../view/settings.ts";
import { useWords } from "../words/words.ts";
import css from "./panel.module.css";

interface Stored {
  readonly usage: Usage;
  readonly uploads: readonly UploadRecord[];
}

/** What the person stores on the server: how much of how much, and their uploads, each with a way to remove it. */
export function StoredSection({
  changed,
}: {
  /** Changes when runs come or go. */ readonly changed: unknown;
}) {
  const words = useWords();
  const language = useSettings((state) => state.language);
  const [stored, setStored] = useState<Stored>();
  const load = useCallback(() => {
    Promise.all([getUsage(), getUploads()]).then(
      ([usage, uploads]) => setStored({ usage, uploads }),
      // Without a server nothing is stored there.
      () => setStored(undefined),
    );
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: loads again when runs come or go
  useEffect(load, [load, changed]);
  if (stored === undefined) return null;
  const megabytes = (bytes: number) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(bytes / 1e6);
  const { used, allowed } = stored.usage;
  const remove = (id: string) => {
    removeUpload(id).catch(complain).finally(load);
  };
  return (
    <section aria-label={words.stored}>
      <h3 className={css.group}>{words.stored}</h3>
      <p className={css.quiet}>
        {allowed === null
          ? words.storedSize(megabytes(used))
          : words.storedSizeOf(megabytes(used), megabytes(allowed))}
      </p>
      <ul>
        {stored.uploads.map(({ id, bytes, createdAt }) => (
          <li key={id} className={css.upload}>
            <img src={assetUrl(id)} alt="" loading="lazy" onError={(event) => event.currentTarget.remove()} />
            <span className={css.uploadAbout}>
              {new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(createdAt))} ·{" "}
              {megabytes(bytes)} MB
            </span>
            <button
              type="button"
              className={css.removeUpload}
              aria-label={`${words.removeUpload}: ${id.slice(0, 8)}`}
              title={words.removeUploadAbout}
              onClick={() => remove(id)}
            >
              <Trash2 size={13} strokeWidth={2} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function complain(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
  say({ tone: "error", text: error.message });
}
