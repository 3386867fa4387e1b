/** The parts of where a store is; a plain path means SQLite. */
export function readLocation(location: string): { readonly scheme: string; readonly path: string } {
  // One letter and a colon is a drive of Windows.
  const [, scheme = "sqlite", rest = location] = /^([a-z][a-z0-9+.-]+):(.*)$/is.exec(location) ?? [];
  return { scheme: scheme.toLowerCase(), path: rest.replace(/^\/\//, "") };
}
