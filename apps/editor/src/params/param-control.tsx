import type { Param } from "@unclip/engine";
import { type Literal, setParam } from "@unclip/graph";
import { memo } from "react";
import { editHere, useDoc } from "../document/doc-store.ts";
import { useWords } from "../words/words.ts";
import { AssetControl } from "./asset-control.tsx";
import css from "./controls.module.css";
import { NumberControl } from "./number-control.tsx";
import { useOwnSetting } from "./own-setting.ts";
import { SeedControl } from "./seed-control.tsx";
import { setFree, useSeeds } from "./seeds.ts";
import { ListControl, TextControl } from "./text-control.tsx";

interface Props {
  readonly node: string;
  readonly name: string;
  readonly param: Param;
  /** The document's literal; the default where it has none. */
  readonly literal: Literal | undefined;
}

/** The control of a param, by what the param is; one for the canvas, the inspector and forms alike. */
export const ParamControl = memo(function ParamControl({ node, name, param, literal }: Props) {
  const words = useWords();
  const label = words.param(param.title, node);
  const key = useDoc((state) => `${state.path}${node}.${name}`);
  const free = useSeeds((state) => param.param === "seed" && state.free.has(key));
  const set = (value: Literal, gesture?: number) => {
    editHere((graph) => setParam(graph, node, name, value, param.default as Literal), gesture);
  };
  const own = useOwnSetting(param);
  const value = literal ?? (param.default as Literal);
  switch (param.param) {
    case "integer":
    case "number":
      return (
        <NumberControl
          label={label}
          value={typeof value === "number" ? value : String(value)}
          own={typeof own === "number" ? own : undefined}
          param={param}
          onChange={set}
        />
      );
    case "seed":
      return (
        <SeedControl
          label={label}
          value={Number(value)}
          free={free}
          onChange={set}
          onFree={(next) => setFree(key, next)}
        />
      );
    case "text":
      return (
        <TextControl
          label={label}
          value={String(value)}
          multiline={param.multiline === true}
          maxLength={param.maxLength}
          onChange={set}
        />
      );
    case "list":
      return (
        <ListControl
          label={label}
          value={Array.isArray(value) ? (value as readonly string[]) : []}
          param={param}
          onChange={set}
        />
      );
    case "boolean":
      return (
        <input
          type="checkbox"
          role="switch"
          aria-checked={value === true}
          className={`${css.switch} nodrag`}
          aria-label={label}
          checked={value === true}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      );
    case "choice":
      return (
        <select
          className={`${css.choice} nodrag`}
          aria-label={label}
          value={String(value)}
          onChange={(event) => set(event.currentTarget.value)}
        >
          {param.options.includes(String(value)) ? null : <option>{String(value)}</option>}
          {param.options.map((option) => (
            <option key={option} value={option}>
              {option === "pack" && own !== undefined ? `${option}: ${own}` : option}
            </option>
          ))}
        </select>
      );
    case "asset":
      return <AssetControl label={label} value={String(value)} param={param} onChange={set} />;
  }
});
