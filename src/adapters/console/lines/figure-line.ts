import type { Words } from "../../../core/words/vocabulary.ts";

/** Such as `figure 1: .threadbook/data/figures/scores-3fa9c1d2.png (1200 × 800): Scores by class`. */
export function figureLine(
  words: Words,
  number: number,
  path: string,
  { width, height }: { readonly width: number; readonly height: number },
  alt: string | undefined,
): string {
  const about = alt === undefined ? "" : `: ${alt.replace(/\s+/g, " ").slice(0, 200)}`;
  return `${words.figure(number)}: ${path} (${width} × ${height})${about}`;
}
