import { Dices, Lock, LockOpen } from "lucide-react";
import { useState } from "react";
import { useWords } from "../words/words.ts";
import css from "./controls.module.css";
import { typedValue } from "./number-drag.ts";
import { randomSeed } from "./seeds.ts";

interface Props {
  readonly label: string;
  readonly value: number;
  readonly free: boolean;
  readonly onChange: (value: number) => void;
  readonly onFree: (free: boolean) => void;
}

/** A seed: type one, draw one, or let each run draw its own. */
export function SeedControl({ label, value, free, onChange, onFree }: Props) {
  const words = useWords();
  const [typing, setTyping] = useState<string>();
  const finish = () => {
    const typed = typing === undefined ? undefined : typedValue(typing, { ...seedRange }, true);
    if (typed !== undefined) onChange(typed);
    setTyping(undefined);
  };
  const lock = free ? words.lockSeed : words.unlockSeed;
  return (
    <span className={css.seed}>
      <input
        className={`${css.line} ${css.seedFigure} nodrag`}
        aria-label={label}
        inputMode="numeric"
        value={typing ?? String(value)}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setTyping(event.currentTarget.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") setTyping(undefined);
        }}
      />
      <button
        type="button"
        className={`${css.icon} nodrag`}
        aria-label={`${words.newSeed}: ${label}`}
        title={words.newSeed}
        onClick={() => onChange(randomSeed())}
      >
        <Dices size={14} strokeWidth={1.5} />
      </button>
      <button
        type="button"
        className={`${css.icon} nodrag`}
        aria-pressed={!free}
        aria-label={`${words.lockSeed}: ${label}`}
        title={lock}
        onClick={() => onFree(!free)}
      >
        {free ? <LockOpen size={14} strokeWidth={1.5} /> : <Lock size={14} strokeWidth={1.5} />}
      </button>
    </span>
  );
}

const seedRange = { min: 0, max: Number.MAX_SAFE_INTEGER, step: 1 };
