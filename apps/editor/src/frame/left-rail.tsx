import { countProblems } from "@unclip/engine";
import {
  CircleAlert,
  History,
  Images,
  LayoutTemplate,
  ListTree,
  PanelBottom,
  PanelRight,
  Plus,
} from "lucide-react";
import { useProblems } from "../document/problem-store.ts";
import { GalleryPanel } from "../gallery/gallery-panel.tsx";
import { type LeftPanel, useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import { AddPanel } from "./add-panel.tsx";
import css from "./app.module.css";
import { IconButton } from "./icon-button.tsx";
import { noOutput } from "./obstacle.ts";
import { OutlinePanel } from "./outline-panel.tsx";
import panel from "./panel.module.css";
import { ProblemsPanel } from "./problems-panel.tsx";
import { RunsPanel } from "./runs-panel.tsx";
import { TemplatesPanel } from "./templates-panel.tsx";

const panels: Readonly<Record<LeftPanel, () => React.ReactNode>> = {
  add: AddPanel,
  templates: TemplatesPanel,
  gallery: GalleryPanel,
  runs: RunsPanel,
  outline: OutlinePanel,
  problems: ProblemsPanel,
};

/** Icons at the left edge; each opens a panel. */
export function LeftRail() {
  const words = useWords();
  const left = useView((state) => state.left);
  const errors = useProblems((state) => countProblems(state.errors.filter(({ code }) => code !== noOutput)));
  const drawer = useView((state) => state.drawer);
  const inspector = useView((state) => state.inspector);
  return (
    <nav className={css.rail} aria-label={words.panels}>
      <IconButton command="panel-add" icon={Plus} pressed={left === "add"} />
      <IconButton command="panel-templates" icon={LayoutTemplate} pressed={left === "templates"} />
      <IconButton command="panel-outline" icon={ListTree} pressed={left === "outline"} />
      <IconButton command="panel-gallery" icon={Images} pressed={left === "gallery"} />
      <IconButton command="panel-runs" icon={History} pressed={left === "runs"} />
      <IconButton command="panel-problems" icon={CircleAlert} pressed={left === "problems"} badge={errors} />
      <span className={css.railFoot}>
        <IconButton command="viewer" icon={PanelBottom} pressed={drawer} />
        <IconButton command="inspector" icon={PanelRight} pressed={inspector} />
      </span>
    </nav>
  );
}

/** The panel that is open, if one is. */
export function LeftPanelView() {
  const words = useWords();
  const left = useView((state) => state.left);
  if (left === undefined) return null;
  const Panel = panels[left];
  const titles = {
    add: words.addShort,
    templates: words.templates,
    gallery: words.gallery,
    runs: words.runs,
    outline: words.outline,
    problems: words.problems,
  };
  return (
    <section className={css.leftPanel} data-panel={left} aria-label={titles[left]}>
      <h2 className={panel.panelTitle}>{titles[left]}</h2>
      <Panel />
    </section>
  );
}
