/** Named changes to the document itself. */
import { type Change, change } from "../change.ts";
import type { AppForm, Graph } from "../types.ts";

export function setTitle(graph: Graph, title: string): Change {
  return change(
    graph,
    "Change the title",
    (draft) => {
      draft.title = title;
    },
    "title",
  );
}

/** Sets the description; an empty one is removed. */
export function setAbout(graph: Graph, about: string): Change {
  return change(
    graph,
    "Change the description",
    (draft) => {
      if (about === "") delete draft.about;
      else draft.about = about;
    },
    "about",
  );
}

/** Says which params and outputs the graph shows as a form; `undefined`, or a form of nothing, takes the form away. */
export function setApp(graph: Graph, app: AppForm | undefined): Change {
  return change(graph, "Change the form", (draft) => {
    if (app === undefined || app.params.length + app.outputs.length === 0) delete draft.app;
    else draft.app = { params: [...app.params], outputs: [...app.outputs] };
  });
}

/** Chooses the model pack by id. */
export function setModel(graph: Graph, model: string): Change {
  return change(graph, `Use the model ${model}`, (draft) => {
    draft.model = model;
  });
}
