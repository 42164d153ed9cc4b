import type { IntegerParam, NumberParam } from "@unclip/engine";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useWords } from "../words/words.ts";
import css from "./controls.module.css";
import { dragValue, landOn, type NumberRange, typedValue, typedWord } from "./number-drag.ts";

interface Props {
  readonly label: string;
  /** The number, or a word in its place. */
  readonly value: number | string;
  /** What the word "pack" stands for, where that is known. */
  readonly own?: number | undefined;
  readonly param: IntegerParam | NumberParam;
  /** `gesture` is the time at which the drag began, for one step of the history. */
  readonly onChange: (value: number | string, gesture?: number) => void;
}

/**
 * A number: drag to change, double-click or Enter to type, arrow keys to step. A word in its place is left by any of
 * these, and had again by typing it or by Delete.
 */
export function NumberControl({ label, value, own, param, onChange }: Props) {
  const words = useWords();
  const [typing, setTyping] = useState<string>();
  const drag = useRef<{ x: number; start: number; at: number; moved: boolean }>(undefined);
  const whole = param.param === "integer";
  const range: NumberRange = {
    min: param.min,
    max: param.max,
    step: param.param === "integer" ? 1 : param.step,
  };
  const stands = typeof value === "number" ? value : value === "pack" ? own : undefined;
  const number = stands ?? range.min;
  const unit = param.param === "number" ? (param.unit ?? "") : "";

  const finish = (text: string | undefined) => {
    const typed =
      text === undefined ? undefined : (typedWord(text, param.words) ?? typedValue(text, range, whole));
    if (typed !== undefined) onChange(typed);
    setTyping(undefined);
  };
  if (typing !== undefined) {
    return (
      <input
        className={`${css.typed} nodrag nowheel`}
        aria-label={label}
        inputMode="decimal"
        // biome-ignore lint/a11y/noAutofocus: the person just asked to type here
        autoFocus
        value={typing}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setTyping(event.currentTarget.value)}
        onBlur={() => finish(typing)}
        onKeyDown={(event) => {
          if (event.key === "Enter") finish(typing);
          if (event.key === "Escape") finish(undefined);
          event.stopPropagation();
        }}
      />
    );
  }

  const down = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, start: number, at: Date.now(), moved: false };
  };
  const move = (event: PointerEvent) => {
    const held = drag.current;
    if (!held) return;
    const pixels = event.clientX - held.x;
    if (!held.moved && Math.abs(pixels) < 3) return;
    held.moved = true;
    const pace = event.shiftKey ? "fine" : event.altKey ? "coarse" : "normal";
    const next = dragValue(held.start, pixels, range, pace);
    if (next !== value) onChange(next, held.at);
  };
  const key = (event: KeyboardEvent) => {
    const paces: Readonly<Record<string, number>> = {
      ArrowUp: 1,
      ArrowRight: 1,
      ArrowDown: -1,
      ArrowLeft: -1,
    };
    const way = paces[event.key] ?? (event.key === "PageUp" ? 10 : event.key === "PageDown" ? -10 : 0);
    if (way !== 0) onChange(landOn(number + way * range.step, range));
    else if (event.key === "Home") onChange(range.min);
    else if (event.key === "End") onChange(range.max);
    else if (param.words && (event.key === "Delete" || event.key === "Backspace")) onChange(param.default);
    else if (event.key === "Enter") setTyping(String(value));
    else if (/^[-\d.]$/.test(event.key) && !event.ctrlKey && !event.metaKey) setTyping(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const share = range.max - range.min <= 200 ? (number - range.min) / (range.max - range.min) : undefined;
  return (
    <div
      role="spinbutton"
      tabIndex={0}
      aria-label={label}
      aria-valuenow={stands}
      aria-valuetext={typeof value === "number" ? undefined : [value, stands].join(" ").trim()}
      aria-valuemin={range.min}
      aria-valuemax={range.max}
      title={`${[words.limits(String(range.min), String(range.max)), ...(param.words ?? [])].join(" · ")}${unit && ` ${unit}`}\n${words.dragHint}`}
      className={`${css.number} nodrag`}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = undefined;
      }}
      onDoubleClick={() => setTyping(String(value))}
      onKeyDown={key}
    >
      {share === undefined ? null : <span className={css.share} style={{ width: `${share * 100}%` }} />}
      <span className={css.figure}>
        {typeof value === "number" ? null : <span className={css.unit}>{value} </span>}
        {stands}
        {unit && <span className={css.unit}> {unit}</span>}
      </span>
    </div>
  );
}
