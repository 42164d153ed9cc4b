import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@fontsource-variable/inter/wght.css";
import "./theme/tokens.css";
import "./theme/flow.css";
import "./theme/base.css";
import { App } from "./app.tsx";
import { begin } from "./begin.ts";
import { watchPointer } from "./canvas/viewport.ts";
import { watchClipboard } from "./commands/clipboard.ts";
import { watchKeyboard } from "./commands/keyboard.ts";
import { keepLayout } from "./view/keep-layout.ts";
import { startOnPhone } from "./view/phone.ts";
import { applySettings } from "./view/settings.ts";

applySettings();
keepLayout();
startOnPhone();
watchKeyboard();
watchClipboard();
watchPointer();
begin();
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
