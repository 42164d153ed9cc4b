import { useMemo } from "react";
import { useSettings } from "../view/settings.ts";

/** Says when something was: the time alone for today, else with the day. */
export function useMoment(): (iso: string) => string {
  const language = useSettings((state) => state.language);
  return useMemo(() => {
    const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
    const day = new Intl.DateTimeFormat(language, {
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
    });
    return (iso) => {
      const date = new Date(iso);
      return (date.toDateString() === new Date().toDateString() ? time : day).format(date);
    };
  }, [language]);
}
