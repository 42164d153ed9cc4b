/** What is known of the server: whether it is there, what it offers, how busy it is. */
import type { Vocabulary } from "@unclip/engine";
import type { ModelList, RunRecord, SessionState, TemplateList } from "@unclip/protocol";
import { create } from "zustand";
import { useSettings } from "../view/settings.ts";
import { templatesInLanguage } from "../words/spoken-templates.ts";
import { inLanguage } from "../words/spoken-vocabulary.ts";
import { ApiError, getHealth, getModels, getSession, getTemplates, getVocabulary } from "./api.ts";

/** `locked`: the server is there and asks for the token that it printed. */
type Presence = "connecting" | "online" | "away" | "locked";

export interface ServerState {
  readonly presence: Presence;
  /** In the words of the chosen language; everything that is shown is drawn from it. */
  readonly vocabulary: Vocabulary;
  /** As the server gave it, in English. */
  readonly original: Vocabulary;
  /** Whether the vocabulary came from the server (or from its copy in this browser). */
  readonly ready: boolean;
  /** In the words of the chosen language. */
  readonly templates: TemplateList["templates"];
  readonly originalTemplates: TemplateList["templates"];
  readonly models: ModelList["models"];
  readonly provider: string | null;
  /** How the server knows this browser; `undefined` until it was asked. */
  readonly session: SessionState | undefined;
  /** Runs waiting and running, of everybody. */
  readonly queued: number;
  readonly running: number;
  /** Runs seen since the page opened, newest first. */
  readonly runs: readonly RunRecord[];
}

const remembered = "unclip.vocabulary";

export const useServer = create<ServerState>(() => ({
  presence: "connecting",
  ...rememberedVocabulary(),
  templates: [],
  originalTemplates: [],
  models: [],
  provider: null,
  session: undefined,
  queued: 0,
  running: 0,
  runs: [],
}));

/** The last vocabulary seen, so that a graph is drawn while the server is away. */
function rememberedVocabulary(): Pick<ServerState, "vocabulary" | "original" | "ready"> {
  try {
    const text = localStorage.getItem(remembered);
    if (text !== null) {
      const vocabulary = JSON.parse(text) as Vocabulary;
      return { vocabulary, original: vocabulary, ready: true };
    }
  } catch {
    // No storage, or a copy that is not JSON: start without.
  }
  const none: Vocabulary = { kinds: {}, nodeTypes: {} };
  return { vocabulary: none, original: none, ready: false };
}

/** Says the vocabulary and the templates in the chosen language from now on. */
export function watchLanguage(): void {
  const speak = async () => {
    const { original, originalTemplates } = useServer.getState();
    const vocabulary = await inLanguage(original);
    const templates = await templatesInLanguage(originalTemplates);
    const now = useServer.getState();
    if (now.original === original) useServer.setState({ vocabulary });
    if (now.originalTemplates === originalTemplates) useServer.setState({ templates });
  };
  void speak();
  useSettings.subscribe((now, before) => {
    if (now.language !== before.language) void speak();
  });
}

/** Asks the server for everything that the chrome shows. */
export async function refreshServer(): Promise<void> {
  const [vocabulary, templates, models, health, session] = await Promise.all([
    getVocabulary(),
    getTemplates().catch(() => []),
    getModels().catch(() => []),
    getHealth().catch(() => undefined),
    getSession().catch(() => undefined),
  ]);
  const text = JSON.stringify(vocabulary);
  // The same table keeps its identity, so that no node is drawn again.
  const same = text === JSON.stringify(useServer.getState().original);
  if (!same) {
    try {
      localStorage.setItem(remembered, text);
    } catch {
      // Storage is full or forbidden; the copy is only for times when the server is away.
    }
  }
  useServer.setState({
    ...(same ? {} : { original: vocabulary, vocabulary: await inLanguage(vocabulary) }),
    ready: true,
    templates: await templatesInLanguage(templates),
    originalTemplates: templates,
    models,
    session,
    ...(health ? { provider: health.provider, queued: health.queued, running: health.running } : {}),
  });
}

/** The socket is gone: is the server away, or does it not let this page in? */
export async function refreshPresence(): Promise<void> {
  if (useServer.getState().presence === "online") useServer.setState({ presence: "away" });
  const locked = await getVocabulary().then(
    () => false,
    (error: unknown) => error instanceof ApiError && error.problem?.status === 401,
  );
  if (useServer.getState().presence !== "online")
    useServer.setState({ presence: locked ? "locked" : "away" });
}

/** Queue depth and provider, which change while the page is open. */
export async function refreshHealth(): Promise<void> {
  const health = await getHealth().catch(() => undefined);
  if (health)
    useServer.setState({ provider: health.provider, queued: health.queued, running: health.running });
}

/** Notes a run that the server reported. */
export function noteRun(record: RunRecord): void {
  useServer.setState(({ runs }) => {
    const at = runs.findIndex((run) => run.id === record.id);
    return { runs: at < 0 ? [record, ...runs].slice(0, 100) : runs.with(at, record) };
  });
}
