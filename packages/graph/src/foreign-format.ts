/** Recognises files of other programs, so that the refusal can name them. */
type Json = Readonly<Record<string, unknown>>;

/** What a JSON value looks like when it is not a graph of this program, or `undefined` when nothing is recognised. */
export function foreignFormat(json: unknown): string | undefined {
  if (Array.isArray(json)) return "a JSON array";
  if (!isObject(json)) return `a JSON ${json === null ? "null" : typeof json}`;
  if (Object.hasOwn(json, "unclip")) return undefined;
  if (Array.isArray(json.nodes) && (Array.isArray(json.links) || "last_node_id" in json))
    return "a ComfyUI workflow (as its editor saves it)";
  if (isObject(json.prompt) && hasClassTypes(json.prompt)) return "a ComfyUI request to /prompt";
  if (hasClassTypes(json)) return "a ComfyUI workflow (API format)";
  if (
    typeof json.prompt === "string" &&
    ("sampler_name" in json || "cfg_scale" in json || "enable_hr" in json)
  )
    return "settings of AUTOMATIC1111's web UI";
  if (Array.isArray(json.nodes) && Array.isArray(json.edges))
    return "a workflow with a list of nodes and a list of edges";
  return undefined;
}

/** Whether a text is the generation parameters that AUTOMATIC1111's web UI writes into pictures. */
export function isInfotext(text: string): boolean {
  return /^Steps: \d{1,6}, Sampler: /m.test(text.slice(0, 100_000));
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasClassTypes(json: Json): boolean {
  const values = Object.values(json);
  return values.length > 0 && values.every((v) => isObject(v) && typeof v.class_type === "string");
}
