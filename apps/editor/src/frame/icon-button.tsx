import type { LucideIcon } from "lucide-react";
import { type CommandId, command, runCommand } from "../commands/commands.ts";
import { spell } from "../commands/shortcut.ts";
import { useWords } from "../words/words.ts";
import css from "./bar.module.css";

interface Props {
  readonly command: CommandId;
  readonly icon: LucideIcon;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  /** In place of the command's title. */
  readonly title?: string;
  readonly badge?: number;
  /** Where it is shown: not on a phone, or on a phone too where its neighbours are not. */
  readonly on?: "wide" | "phone";
}

/** A command as an icon; its title and shortcut show on hover. */
export function IconButton({ command: id, icon: Icon, pressed, disabled, title, badge, on }: Props) {
  const words = useWords();
  const { title: name, keys } = command(id);
  const label = title ?? name(words);
  const shortcut = keys?.[0] === undefined ? "" : ` (${spell(keys[0])})`;
  return (
    <button
      type="button"
      className={css.iconButton}
      data-wide={on === "wide" || undefined}
      data-phone={on === "phone" || undefined}
      aria-label={name(words)}
      aria-pressed={pressed}
      disabled={disabled}
      title={label + shortcut}
      onClick={() => runCommand(id)}
    >
      <Icon size={16} strokeWidth={1.5} />
      {badge ? <span className={css.badge}>{badge > 99 ? "99+" : badge}</span> : null}
    </button>
  );
}
