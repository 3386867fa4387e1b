/** A number to compare, or the words that stand in its place. */
export type Figure = number | string;

export interface Row {
  readonly title: string;
  /** One for each contestant, ours first. */
  readonly figures: readonly Figure[];
}

const TITLE = 30;
const COLUMN = 18;

/** Each peer's figure is followed by ours divided by it. */
export function renderRow({ title, figures }: Row): string {
  const [ours] = figures;
  const cells = figures.map((figure, index) => show(figure) + (index === 0 ? "" : ratio(ours, figure)));
  return title.padEnd(TITLE) + cells.map((cell) => cell.padStart(COLUMN)).join("");
}

function show(figure: Figure): string {
  if (typeof figure === "string") return figure;
  return figure.toFixed(figure < 9.95 && figure !== 0 ? 1 : 0);
}

function ratio(ours: Figure | undefined, peer: Figure): string {
  if (typeof ours !== "number" || typeof peer !== "number" || peer === 0) return "";
  return ` (x${(ours / peer).toPrecision(2)})`;
}
