import { type NodeTypeTable, paramKind } from "@unclip/engine";
import { disconnect, type GraphNode, portRef, setParam } from "@unclip/graph";
import { RotateCcw, Unplug } from "lucide-react";
import { AppToggle } from "../app-view/app-toggle.tsx";
import { PortShape } from "../canvas/port-shape.tsx";
import { sayType } from "../canvas/type-name.ts";
import { editHere, useDoc } from "../document/doc-store.ts";
import { nodeTypeOf } from "../document/port-kinds.ts";
import { problemsOf, useProblems } from "../document/problem-store.ts";
import overlay from "../frame/overlay.module.css";
import css from "../frame/panel.module.css";
import { ParamControl } from "../params/param-control.tsx";
import { DeclareButton } from "../parts/declare-button.tsx";
import { useServer } from "../server/server-store.ts";
import { setView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import { NodeResult } from "./node-result.tsx";

/** One node in full. */
export function NodeDetails({ id }: { id: string }) {
  const words = useWords();
  const graph = useDoc((state) => state.here);
  const vocabulary = useServer((state) => state.vocabulary);
  const path = useDoc((state) => state.path);
  const problems = useProblems(problemsOf(path + id));
  const node = graph.nodes[id];
  if (!node) return null;
  const type = nodeTypeOf(graph, vocabulary, node.type);
  return (
    <>
      <h2 className={css.panelTitle}>
        <button
          type="button"
          className={css.nameButton}
          title={words.rename}
          onClick={() => setView({ renaming: id })}
        >
          {id}
        </button>
        <span className={css.typeName}>{sayType(id, type?.title ?? words.unknownType(node.type)) ?? ""}</span>
      </h2>
      <div className={css.panelBody}>
        {type?.about ? <p className={css.aboutText}>{type.about}</p> : null}
        {problems.map(({ message, severity }) => (
          <p key={message} className={css.alertText} data-severity={severity}>
            {message}
          </p>
        ))}
        <NodeResult id={id} type={type} />
        <UnknownLiterals id={id} node={node} type={type} />
        {type ? <Params id={id} node={node} type={type} /> : null}
        {type ? <Ports id={id} node={node} type={type} /> : null}
      </div>
    </>
  );
}

interface Props {
  readonly id: string;
  readonly node: GraphNode;
  readonly type: NodeTypeTable;
}

/** Literals and edges that the file has and the type does not know: shown, so that they can be taken away. */
function UnknownLiterals({
  id,
  node,
  type,
}: Omit<Props, "type"> & { readonly type: NodeTypeTable | undefined }) {
  const words = useWords();
  const params = Object.keys(node.params ?? {}).filter((name) => type?.params[name] === undefined);
  const edges = Object.entries(node.inputs ?? {}).filter(
    ([port]) => type?.inputs[port] === undefined && type?.params[port] === undefined,
  );
  if (params.length + edges.length === 0) return null;
  return (
    <section>
      <h3 className={css.group}>{words.unknownToType}</h3>
      {params.map((name) => (
        <div key={name} className={css.field}>
          <span className={css.fieldName}>{name}</span>
          <button
            type="button"
            className={overlay.textButton}
            onClick={() => editHere((graph) => setParam(graph, id, name, undefined))}
          >
            {words.delete}
          </button>
        </div>
      ))}
      {edges.map(([port, edge]) => (
        <div key={port} className={css.field}>
          <span className={css.fieldName}>{port}</span>
          <Wired id={id} port={port} edge={edge} title={words.disconnect} />
        </div>
      ))}
    </section>
  );
}

function Params({ id, node, type }: Props) {
  const words = useWords();
  const params = Object.entries(type.params);
  if (params.length === 0) return null;
  return (
    <section>
      <h3 className={css.group}>{words.params}</h3>
      {params.map(([name, param]) => {
        const literal = node.params?.[name];
        const edge = node.inputs?.[name];
        const tall =
          param.param === "asset" || param.param === "list" || (param.param === "text" && param.multiline);
        return (
          <div key={name} className={css.field} data-tall={tall || undefined}>
            <span className={css.fieldName} title={param.about}>
              <PortShape kind={paramKind(param)} />
              {param.title}
              <DeclareButton node={id} port={name} side="inputs" />
              {edge === undefined ? <AppToggle node={id} port={name} list="params" /> : null}
              {literal !== undefined && edge === undefined ? (
                <button
                  type="button"
                  className={css.tiny}
                  aria-label={`${words.resetParam}: ${words.param(param.title, id)}`}
                  title={words.resetParam}
                  onClick={() => editHere((graph) => setParam(graph, id, name, undefined))}
                >
                  <RotateCcw size={12} strokeWidth={1.5} />
                </button>
              ) : null}
            </span>
            {edge === undefined ? (
              <div className={css.fieldControl}>
                <ParamControl node={id} name={name} param={param} literal={literal} />
              </div>
            ) : (
              <Wired id={id} port={name} edge={edge} title={words.makeInput} />
            )}
            <p className={css.fieldAbout}>{param.about}</p>
          </div>
        );
      })}
    </section>
  );
}

function Ports({ id, node, type }: Props) {
  const words = useWords();
  const kinds = useServer((state) => state.vocabulary.kinds);
  const list = (["inputs", "outputs"] as const).flatMap((side) =>
    Object.entries(type[side]).map(([port, table]) => ({ side, port, table })),
  );
  if (list.length === 0) return null;
  return (
    <section>
      <h3 className={css.group}>{words.ports}</h3>
      {list.map(({ side, port, table }) => {
        const edge = side === "inputs" ? node.inputs?.[port] : undefined;
        return (
          <div key={`${side}.${port}`} className={css.field}>
            <span className={css.fieldName} title={table.about}>
              <PortShape kind={table.kind} />
              {table.title}
              <DeclareButton node={id} port={port} side={side} />
              {side === "outputs" ? <AppToggle node={id} port={port} list="outputs" /> : null}
            </span>
            {edge === undefined ? (
              <span className={css.portKind}>
                {side === "outputs" ? "→ " : ""}
                {kinds[table.kind]?.title ?? table.kind}
                {table.optional ? `, ${words.optional}` : ""}
              </span>
            ) : (
              <Wired id={id} port={port} edge={edge} title={words.disconnect} />
            )}
            <p className={css.fieldAbout}>{table.about}</p>
          </div>
        );
      })}
    </section>
  );
}

function Wired({ id, port, edge, title }: { id: string; port: string; edge: string; title: string }) {
  return (
    <span className={css.portKind} data-edge="">
      {`←\u00a0${edge}`}
      <button
        type="button"
        className={css.tiny}
        aria-label={`${title}: ${id}.${port}`}
        title={title}
        onClick={() => editHere((graph) => disconnect(graph, portRef(id, port)))}
      >
        <Unplug size={12} strokeWidth={1.5} />
      </button>
    </span>
  );
}
