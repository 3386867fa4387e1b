/** Runs the named parts one after the other, all where none is named; sets exit status 2 where a name is unknown. */
export async function runParts<Part>(
  parts: Readonly<Record<string, Part>>,
  names: readonly string[],
  run: (part: Part) => Promise<void>,
): Promise<void> {
  const unknown = names.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) {
    process.stderr.write(`Expected parts out of ${Object.keys(parts).join(", ")}, got '${unknown.join("', '")}'.\n`);
    process.exitCode = 2;
    return;
  }
  for (const name of names.length > 0 ? names : Object.keys(parts)) {
    const part = parts[name];
    if (part === undefined) continue;
    process.stdout.write(`\n${name}\n`);
    await run(part);
  }
}
