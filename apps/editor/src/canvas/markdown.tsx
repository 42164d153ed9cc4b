import { memo } from "react";
import { openTemplate } from "../document/open.ts";
import { type Inline, markdownBlocks } from "./markdown-blocks.ts";

/** A note's markdown as elements. Text stays text: nothing in a note can become markup of the page. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return markdownBlocks(text).map((block, i) => {
    // The blocks of a text have no identity but their place.
    const key = String(i);
    if (block.is === "heading") return <h3 key={key}>{spans(block.content)}</h3>;
    if (block.is === "paragraph") return <p key={key}>{spans(block.content)}</p>;
    return (
      <ul key={key}>
        {block.items.map((item, j) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items of a text have no identity but their place
          <li key={j}>{spans(item)}</li>
        ))}
      </ul>
    );
  });
});

function spans(content: readonly Inline[]) {
  return content.map((part, i) => {
    const key = String(i);
    switch (part.is) {
      case "strong":
        return <strong key={key}>{part.text}</strong>;
      case "emphasis":
        return <em key={key}>{part.text}</em>;
      case "code":
        return <code key={key}>{part.text}</code>;
      case "link":
        return <NoteLink key={key} text={part.text} to={part.to} />;
      default:
        return part.text;
    }
  });
}

function NoteLink({ text, to }: { text: string; to: string }) {
  if (to.startsWith("template:")) {
    return (
      <button
        type="button"
        className="nodrag"
        data-link
        onClick={() => void openTemplate(to.slice("template:".length))}
      >
        {text}
      </button>
    );
  }
  return (
    <a className="nodrag" href={to} target="_blank" rel="noreferrer noopener">
      {text}
    </a>
  );
}
