/** say → `type` → show on the node types of the fault runner, with params for the node in the middle. */
export function faultGraph(type: string, params: Record<string, unknown> = {}, words = "hello") {
  return {
    unclip: 1,
    title: `A graph with ${type}`,
    model: "none",
    nodes: {
      say: { type: "say", params: { text: words } },
      middle: { type, params, inputs: { text: "say.text" } },
      show: { type: "show", inputs: { text: "middle.text" } },
    },
  };
}
