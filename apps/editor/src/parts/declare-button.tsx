import { declarePort, hidePort, portRef } from "@unclip/graph";
import { SquareArrowOutUpRight } from "lucide-react";
import { edit, useDoc } from "../document/doc-store.ts";
import css from "../frame/panel.module.css";
import { useWords } from "../words/words.ts";

interface Props {
  readonly node: string;
  readonly port: string;
  readonly side: "inputs" | "outputs";
}

/** Inside a part: whether the part shows this port to the outside. Nothing in the document itself. */
export function DeclareButton({ node, port, side }: Props) {
  const words = useWords();
  const name = useDoc((state) => state.inside.at(-1)?.part);
  const part = useDoc((state) => (name === undefined ? undefined : state.graph.parts?.[name]));
  if (name === undefined || part === undefined) return null;
  const ref = portRef(node, port);
  const declared = Object.entries(part[side]).find(([, inner]) => inner === ref)?.[0];
  const label = declared === undefined ? words.declare : words.declared(declared);
  return (
    <button
      type="button"
      className={css.tiny}
      aria-label={`${label}: ${ref}`}
      aria-pressed={declared !== undefined}
      title={label}
      onClick={() =>
        edit((graph) =>
          declared === undefined
            ? declarePort(graph, name, side, freeName(port, node, part[side]), ref)
            : hidePort(graph, name, side, declared),
        )
      }
    >
      <SquareArrowOutUpRight size={12} strokeWidth={1.5} />
    </button>
  );
}

/** The port's own name; with its node's, and a number, where that is taken. */
function freeName(port: string, node: string, taken: Readonly<Record<string, string>>): string {
  let name = port;
  for (let n = 1; Object.hasOwn(taken, name); n++)
    name = `${port.slice(0, 28)}-${node.slice(0, 28)}${n === 1 ? "" : `-${n}`}`;
  return name;
}
