import { type ChangeEvent, type KeyboardEvent, useState } from "react";
import { runCommand } from "../commands/commands.ts";
import { say } from "../view/notice.ts";
import { useWords } from "../words/words.ts";
import css from "./controls.module.css";
import { type AnyListParam, cutText, typedList } from "./typed-text.ts";

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly multiline: boolean;
  readonly maxLength: number;
  readonly onChange: (value: string) => void;
}

/** A text. Enter runs the graph; Shift+Enter starts a new line. What is too long is cut, with a notice. */
export function TextControl({ label, value, multiline, maxLength, onChange }: TextProps) {
  const words = useWords();
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    runCommand("run");
  };
  // Not by the field's own maxLength, which cuts what is pasted without a word.
  const change = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    const typed = event.currentTarget.value;
    if (typed.length > maxLength) say({ tone: "warning", text: words.textCut(typed.length, maxLength) });
    onChange(cutText(typed, maxLength));
  };
  const shared = {
    "aria-label": label,
    value,
    spellCheck: false,
    onKeyDown: enter,
    onChange: change,
  };
  return multiline ? (
    <textarea {...shared} className={`${css.area} nodrag nowheel nopan`} />
  ) : (
    <input {...shared} className={`${css.line} nodrag`} />
  );
}

/** Items of a list at most that go into the document, whose size is bounded. */
const mostKept = 4096;

interface ListProps {
  readonly label: string;
  readonly value: readonly string[] | readonly number[];
  readonly param: AnyListParam;
  readonly onChange: (value: readonly string[] | readonly number[]) => void;
}

/**
 * A list, one item a line. What is typed stays as typed until the field is left; what is no list stays until it is one.
 * A list that is too long goes into the document whole, where it is a problem that keeps the node from running.
 */
export function ListControl({ label, value, param, onChange }: ListProps) {
  const words = useWords();
  const [typing, setTyping] = useState<string>();
  const typed = typing === undefined ? { items: value } : typedList(param, typing);
  const fault =
    typed.items === undefined
      ? words.notNumbers
      : typed.items.length > param.maxItems
        ? words.tooManyItems(typed.items.length, param.maxItems)
        : undefined;
  const change = (text: string) => {
    setTyping(text);
    const { items } = typedList(param, text);
    if (items !== undefined && items.length <= mostKept) onChange(items);
  };
  const leave = () => {
    if (fault !== undefined) say({ tone: "error", text: fault });
    if (typed.items !== undefined && typed.items.length <= mostKept) setTyping(undefined);
  };
  return (
    <textarea
      className={`${css.area} nodrag nowheel nopan`}
      aria-label={label}
      aria-invalid={fault !== undefined}
      title={fault}
      placeholder={words.onePerLine}
      spellCheck={false}
      value={typing ?? value.join("\n")}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === "Escape") setTyping(undefined);
      }}
    />
  );
}
