/** Every action of the editor, once: menus, buttons, shortcuts and the command palette all read this table. */

import { canvasSpot, fitCanvas, toCanvas, zoomCanvas } from "../canvas/viewport.ts";
import { edit, redo, undo, useDoc } from "../document/doc-store.ts";
import { chooseFile, exportFile, newGraph } from "../document/open.ts";
import { runTargets } from "../parts/inside.ts";
import {
  enterPart,
  leavePart,
  makePartOfSelection,
  removeUnusedParts,
  selectedUse,
  unpackSelectedPart,
  unusedParts,
} from "../parts/part-commands.ts";
import { quickPreview } from "../run/quick-preview.ts";
import { cancel, isRunning, run, useRunner } from "../run/runner.ts";
import { useServer } from "../server/server-store.ts";
import { signOut } from "../server/sign-out.ts";
import { copyLink } from "../sharing/share.ts";
import { hush } from "../view/notice.ts";
import { type Language, type Theme, useSettings } from "../view/settings.ts";
import {
  type LeftPanel,
  select,
  selectedNodes,
  setView,
  toggleCollapsed,
  useView,
} from "../view/view-store.ts";
import type { Words } from "../words/en.ts";
import { alignSelection, frameSelection, newNote, tidyGraph } from "./arranging.ts";
import { bendInTheMiddle, isBent, straighten } from "./bending.ts";
import { copySelection, cutSelection, pasteClipboard } from "./clipboard.ts";
import { deleteSelection, duplicateSelection, selectEverything, toggleOff } from "./selecting.ts";

export interface Command {
  readonly id: CommandId;
  readonly title: (words: Words) => string;
  /** The first is shown; see `shortcut.ts`. */
  readonly keys?: readonly string[];
  /** Also while a field has the focus. */
  readonly anywhere?: boolean;
  readonly enabled?: () => boolean;
  /** Not in the command palette: it would do nothing sensible from there. */
  readonly hidden?: boolean;
  readonly run: () => void;
}

const chosen = () => useView.getState().selection;
const hasSelection = () => chosen().size > 0 || useView.getState().selectedEdges.size > 0;
const hasNodes = () => selectedNodes(chosen()).length > 0;
const hasSeveral = () => selectedNodes(chosen()).length > 1;
const oneEdge = () => {
  const [edge, more] = useView.getState().selectedEdges;
  return more === undefined ? edge : undefined;
};
const atTop = () => useDoc.getState().inside.length === 0;
const panel = (left: LeftPanel) => () => setView((view) => ({ left: view.left === left ? undefined : left }));
const theme = (next: Theme) => () => useSettings.setState({ theme: next });
const language = (next: Language) => () => useSettings.setState({ language: next });

const table = {
  run: {
    title: (w) => w.run,
    keys: ["Mod+Enter"],
    anywhere: true,
    run: () => void run(),
  },
  "run-to-selection": {
    title: (w) => w.runToSelection,
    keys: ["Mod+Shift+Enter"],
    anywhere: true,
    enabled: hasNodes,
    run: () => {
      const { here, path } = useDoc.getState();
      void run(runTargets(here, selectedNodes(chosen())).map((id) => path + id));
    },
  },
  live: {
    title: (w) => w.liveMode,
    keys: ["L"],
    run: () => useRunner.setState(({ live }) => ({ live: !live })),
  },
  "quick-preview": {
    title: (w) => w.quickPreview,
    run: () => edit((graph) => quickPreview(graph, useServer.getState().vocabulary, "Quick preview")),
  },
  cancel: { title: (w) => w.cancel, enabled: isRunning, run: () => void cancel() },
  escape: { title: (w) => w.close, keys: ["Escape"], hidden: true, run: leave },
  undo: {
    title: (w) => w.undo,
    keys: ["Mod+Z"],
    enabled: () => useDoc.getState().history.past.length > 0,
    run: undo,
  },
  redo: {
    title: (w) => w.redo,
    keys: ["Mod+Shift+Z", "Mod+Y"],
    enabled: () => useDoc.getState().history.future.length > 0,
    run: redo,
  },
  commands: {
    title: (w) => w.commandPalette,
    keys: ["Mod+K"],
    anywhere: true,
    hidden: true,
    run: () =>
      setView((view) => ({ commandPalette: !view.commandPalette, palette: undefined, menu: undefined })),
  },
  "add-node": {
    title: (w) => w.add,
    keys: ["Space"],
    run: () => {
      const screen = useView.getState().menu?.screen ?? canvasSpot();
      setView({ palette: { screen, at: toCanvas(screen) }, menu: undefined });
    },
  },
  "add-note": { title: (w) => w.addNote, keys: ["Shift+N"], run: newNote },
  "add-frame": {
    title: (w) => w.addFrame,
    keys: ["Mod+G"],
    enabled: () => chosen().size > 0,
    run: frameSelection,
  },
  copy: {
    title: (w) => w.copy,
    keys: ["Mod+C"],
    hidden: true,
    enabled: hasNodes,
    run: () => void copySelection(),
  },
  cut: {
    title: (w) => w.cut,
    keys: ["Mod+X"],
    hidden: true,
    enabled: hasNodes,
    run: () => void cutSelection(),
  },
  paste: { title: (w) => w.paste, keys: ["Mod+V"], hidden: true, run: () => void pasteClipboard() },
  duplicate: { title: (w) => w.duplicate, keys: ["Mod+D"], enabled: hasNodes, run: duplicateSelection },
  delete: {
    title: (w) => w.delete,
    keys: ["Delete", "Backspace"],
    enabled: hasSelection,
    run: deleteSelection,
  },
  "select-all": { title: (w) => w.selectAll, keys: ["Mod+A"], run: selectEverything },
  rename: {
    title: (w) => w.rename,
    keys: ["F2"],
    enabled: () => selectedNodes(chosen()).length === 1,
    run: () => setView({ renaming: selectedNodes(chosen())[0] }),
  },
  connect: {
    title: (w) => w.connect,
    keys: ["E"],
    enabled: () => selectedNodes(chosen()).length === 1,
    run: () => setView({ connecting: selectedNodes(chosen())[0], menu: undefined }),
  },
  "edit-node": {
    title: (w) => w.editNode,
    keys: ["Enter"],
    enabled: () => selectedNodes(chosen()).length === 1,
    run: focusControl,
  },
  mute: { title: (w) => w.mute, keys: ["M"], enabled: hasNodes, run: () => toggleOff("mute") },
  bypass: { title: (w) => w.bypass, keys: ["B"], enabled: hasNodes, run: () => toggleOff("bypass") },
  collapse: {
    title: (w) => w.collapse,
    keys: ["C"],
    enabled: hasNodes,
    run: () => toggleCollapsed(selectedNodes(chosen()).map((id) => useDoc.getState().path + id)),
  },
  "make-part": {
    title: (w) => w.makePart,
    keys: ["Mod+Alt+G", "Shift+P"],
    enabled: hasNodes,
    run: makePartOfSelection,
  },
  "enter-part": {
    title: (w) => w.enterPart,
    keys: ["Shift+Enter"],
    enabled: () => selectedUse() !== undefined,
    run: () => enterPart(),
  },
  "leave-part": {
    title: (w) => w.leavePart,
    keys: ["Shift+Escape"],
    enabled: () => !atTop(),
    run: () => leavePart(),
  },
  "unpack-part": {
    title: (w) => w.unpackPart,
    enabled: () => selectedUse() !== undefined,
    run: unpackSelectedPart,
  },
  "remove-unused-parts": {
    title: (w) => w.removeUnusedParts,
    enabled: () => unusedParts(useDoc.getState().graph).length > 0,
    run: removeUnusedParts,
  },
  "bend-edge": {
    title: (w) => w.bendEdge,
    enabled: () => oneEdge() !== undefined,
    run: () => bendInTheMiddle(oneEdge() ?? ""),
  },
  "straighten-edge": {
    title: (w) => w.straightenEdge,
    enabled: () => [...useView.getState().selectedEdges].some(isBent),
    run: () => straighten([...useView.getState().selectedEdges].filter(isBent)),
  },
  "align-left": {
    title: (w) => w.alignments.left,
    keys: ["Alt+A"],
    enabled: hasSeveral,
    run: () => alignSelection("left"),
  },
  "align-right": {
    title: (w) => w.alignments.right,
    keys: ["Alt+D"],
    enabled: hasSeveral,
    run: () => alignSelection("right"),
  },
  "align-top": {
    title: (w) => w.alignments.top,
    keys: ["Alt+W"],
    enabled: hasSeveral,
    run: () => alignSelection("top"),
  },
  "align-bottom": {
    title: (w) => w.alignments.bottom,
    keys: ["Alt+S"],
    enabled: hasSeveral,
    run: () => alignSelection("bottom"),
  },
  "align-columns": {
    title: (w) => w.alignments.columns,
    keys: ["Alt+H"],
    enabled: hasSeveral,
    run: () => alignSelection("columns"),
  },
  "align-rows": {
    title: (w) => w.alignments.rows,
    keys: ["Alt+V"],
    enabled: hasSeveral,
    run: () => alignSelection("rows"),
  },
  tidy: { title: (w) => w.tidy, keys: ["Shift+T"], run: tidyGraph },
  fit: { title: (w) => w.fit, keys: ["Shift+1", "F"], run: () => fitCanvas() },
  "zoom-selection": {
    title: (w) => w.zoomSelection,
    keys: ["Shift+2"],
    enabled: () => chosen().size > 0,
    run: () => fitCanvas([...chosen()]),
  },
  "zoom-in": { title: (w) => w.zoomIn, keys: ["Mod+=", "Mod+Shift++"], run: () => zoomCanvas("in") },
  "zoom-out": { title: (w) => w.zoomOut, keys: ["Mod+-"], run: () => zoomCanvas("out") },
  minimap: { title: (w) => w.minimap, run: () => setView((view) => ({ minimap: !view.minimap })) },
  new: { title: (w) => w.newGraph, run: newGraph },
  open: { title: (w) => w.importFile, keys: ["Mod+O"], run: chooseFile },
  export: { title: (w) => w.exportFile, keys: ["Mod+S"], anywhere: true, run: exportFile },
  share: { title: (w) => w.copyLink, keys: ["Mod+Shift+S"], run: () => void copyLink() },
  "panel-add": { title: (w) => w.addShort, keys: ["A"], run: panel("add") },
  "panel-templates": { title: (w) => w.templates, keys: ["T"], run: panel("templates") },
  "panel-gallery": { title: (w) => w.gallery, keys: ["G"], run: panel("gallery") },
  "panel-runs": { title: (w) => w.runs, keys: ["R"], run: panel("runs") },
  "panel-outline": { title: (w) => w.outline, keys: ["O"], run: panel("outline") },
  "panel-problems": { title: (w) => w.problems, keys: ["P"], run: panel("problems") },
  inspector: {
    title: (w) => w.inspector,
    keys: ["I"],
    run: () => setView((v) => ({ inspector: !v.inspector })),
  },
  "app-view": { title: (w) => w.appView, keys: ["Shift+A"], run: toggleApp },
  "share-app": { title: (w) => w.copyAppLink, run: () => void copyLink("app") },
  viewer: { title: (w) => w.viewer, keys: ["V"], run: () => setView((v) => ({ drawer: !v.drawer })) },
  "all-panels": { title: (w) => w.toggleAll, keys: ["Mod+\\"], run: toggleAllPanels },
  "theme-system": { title: (w) => w.themes.system, run: theme("system") },
  "theme-light": { title: (w) => w.themes.light, run: theme("light") },
  "theme-dark": { title: (w) => w.themes.dark, run: theme("dark") },
  "language-en": { title: (w) => w.languages.en, run: language("en") },
  "sign-out": {
    title: (w) => w.signOut(useServer.getState().session?.user ?? null),
    enabled: () => useServer.getState().session?.by === "session",
    run: () => void signOut(),
  },
  "language-ja": { title: (w) => w.languages.ja, run: language("ja") },
} as const satisfies Record<string, Omit<Command, "id">>;

export type CommandId = keyof typeof table;

export const commands: readonly Command[] = Object.entries(table).map(([id, command]) => ({
  id: id as CommandId,
  ...command,
}));

const byId = new Map(commands.map((command) => [command.id, command]));

export function command(id: CommandId): Command {
  return byId.get(id)!;
}

/** Carries a command out, unless it makes no sense now. */
export function runCommand(id: CommandId): void {
  const found = command(id);
  if (found.enabled?.() ?? true) found.run();
}

/** Escape closes what is uppermost; with nothing open it cancels the run, then clears the selection. */
function leave(): void {
  const { palette, menu, connecting, commandPalette, selection, selectedEdges } = useView.getState();
  hush();
  if (palette || menu || connecting || commandPalette)
    setView({ palette: undefined, menu: undefined, connecting: undefined, commandPalette: false });
  else if (isRunning()) void cancel();
  else if (selection.size > 0 || selectedEdges.size > 0) select([]);
}

/** The form is of the whole document, so the way into parts is left first. */
function toggleApp(): void {
  leavePart(0);
  select([]);
  setView((view) => ({ app: !view.app }));
}

function toggleAllPanels(): void {
  setView(({ left, inspector, drawer }) =>
    left || inspector || drawer
      ? { left: undefined, inspector: false, drawer: false }
      : { inspector: true, drawer: true },
  );
}

/** Puts the focus on the first control of the selected card. */
function focusControl(): void {
  const card = document.querySelector(`[data-node="${selectedNodes(chosen())[0]}"]`);
  card?.querySelector<HTMLElement>("textarea, [role=spinbutton], select, input")?.focus();
}
