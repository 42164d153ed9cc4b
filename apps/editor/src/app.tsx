import { AppView } from "./app-view/app-view.tsx";
import { Canvas } from "./canvas/canvas.tsx";
import css from "./frame/app.module.css";
import { Banner } from "./frame/banner.tsx";
import { ContextMenu } from "./frame/context-menu.tsx";
import { LeftPanelView, LeftRail } from "./frame/left-rail.tsx";
import { NoticeBubble } from "./frame/notice-bubble.tsx";
import { TopBar } from "./frame/top-bar.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { CommandPalette } from "./palette/command-palette.tsx";
import { ConnectPalette } from "./palette/connect-palette.tsx";
import { NodePalette } from "./palette/node-palette.tsx";
import { Breadcrumb } from "./parts/breadcrumb.tsx";
import { useServer } from "./server/server-store.ts";
import { useSettings } from "./view/settings.ts";
import { useView } from "./view/view-store.ts";
import { Viewer } from "./viewer/viewer.tsx";
import { useWords } from "./words/words.ts";

/** The frame: bar, rail, panels, and the canvas in what is left. */
export function App() {
  const words = useWords();
  const app = useView((state) => state.app);
  // A form stands alone: panels come back with the canvas.
  const left = useView((state) => !state.app && state.left !== undefined);
  const inspector = useView((state) => !state.app && state.inspector);
  const drawer = useView((state) => !state.app && state.drawer);
  const tall = useView((state) => state.drawerTall);
  const language = useSettings((state) => state.language);
  const ready = useServer((state) => state.ready);
  return (
    <div
      className={css.app}
      data-app={app || undefined}
      data-left={left || undefined}
      data-right={inspector || undefined}
      data-drawer={drawer ? (tall ? "tall" : "low") : undefined}
    >
      <TopBar />
      {app ? null : <LeftRail />}
      {left ? <LeftPanelView /> : null}
      <main className={css.stage} aria-label={app ? words.appView : words.canvas}>
        <Banner />
        {app ? null : <Breadcrumb />}
        <NoticeBubble />
        {ready ? (
          app ? (
            <AppView />
          ) : (
            <Canvas key={language} />
          )
        ) : (
          <p className={css.loading}>{words.loading}…</p>
        )}
      </main>
      {drawer ? (
        <div className={css.drawer}>
          <Viewer />
        </div>
      ) : null}
      {inspector ? <Inspector /> : null}
      <NodePalette />
      <ContextMenu />
      <CommandPalette />
      <ConnectPalette />
    </div>
  );
}
