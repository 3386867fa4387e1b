/** The name that takes the fewest letters put in, left out or changed to become `wrong`; the first of several. */
export function nearestName(wrong: string, names: readonly string[]): string {
  return names.toSorted((a, b) => letters(wrong, a) - letters(wrong, b))[0] ?? wrong;
}

/** The Levenshtein distance. */
function letters(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of from.split("").entries()) {
    const line = [row + 1];
    for (const [column, other] of to.split("").entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1);
      line.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}
