import { type KeyboardEvent, useState } from "react";
import { runCommand } from "../commands/commands.ts";
import { useWords } from "../words/words.ts";
import css from "./controls.module.css";

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly multiline: boolean;
  readonly maxLength: number;
  readonly onChange: (value: string) => void;
}

/** A text. Enter runs the graph; Shift+Enter starts a new line. */
export function TextControl({ label, value, multiline, maxLength, onChange }: TextProps) {
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    runCommand("run");
  };
  const shared = {
    "aria-label": label,
    value,
    maxLength,
    spellCheck: false,
    onKeyDown: enter,
  };
  return multiline ? (
    <textarea
      {...shared}
      className={`${css.area} nodrag nowheel nopan`}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  ) : (
    <input
      {...shared}
      className={`${css.line} nodrag`}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface ListProps {
  readonly label: string;
  readonly value: readonly string[] | readonly number[];
  readonly of: "text" | "number";
  readonly maxItems: number;
  readonly onChange: (value: readonly string[] | readonly number[]) => void;
}

/** A list, one item a line. What is typed stays as typed until the field is left. */
export function ListControl({ label, value, of, maxItems, onChange }: ListProps) {
  const words = useWords();
  const [typing, setTyping] = useState<string>();
  const change = (text: string) => {
    setTyping(text);
    const lines = text.split("\n").map((line) => line.trim());
    const kept = lines.filter((line) => line !== "").slice(0, maxItems);
    if (of === "text") return onChange(kept);
    const numbers = kept.flatMap((line) => line.split(/[\s,;]+/)).map(Number);
    if (numbers.every(Number.isFinite)) onChange(numbers.slice(0, maxItems));
  };
  return (
    <textarea
      className={`${css.area} nodrag nowheel nopan`}
      aria-label={label}
      placeholder={words.onePerLine}
      spellCheck={false}
      value={typing ?? value.join("\n")}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={() => setTyping(undefined)}
    />
  );
}
