import type { EmbeddingFacts } from "../run/facts.ts";
import { useWords } from "../words/words.ts";
import css from "./embedding-view.module.css";

/** What an embedding shows: the concepts nearest to it, and the principal components along which it stands out. */
export function EmbeddingView({ facts, text }: { facts: EmbeddingFacts; text: string }) {
  const words = useWords();
  const most = Math.max(1, ...facts.components.map(([, deviation]) => Math.abs(deviation)));
  return (
    <div className={css.embedding}>
      <p className={css.line}>{text}</p>
      <div className={css.columns}>
        {facts.nearest.length === 0 ? null : (
          <table>
            <caption>{words.nearestConcepts}</caption>
            <tbody>
              {facts.nearest.map(([label, cosine]) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td className={css.bar}>
                    <i style={{ width: `${Math.max(0, cosine) * 100}%` }} />
                  </td>
                  <td>{cosine.toFixed(2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {facts.components.length === 0 ? null : (
          <table title={words.componentsAbout}>
            <caption>{words.strongestComponents}</caption>
            <tbody>
              {facts.components.map(([component, deviation]) => (
                <tr key={component}>
                  <th scope="row">PC {component}</th>
                  <td className={css.bar} data-both>
                    <i
                      style={{
                        width: `${(Math.abs(deviation) / most) * 50}%`,
                        [deviation < 0 ? "right" : "left"]: "50%",
                      }}
                    />
                  </td>
                  <td>
                    {deviation > 0 ? "+" : "−"}
                    {Math.abs(deviation).toFixed(1)} σ
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}
