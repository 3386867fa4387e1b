/** A number for people, such as `12,345`. */
export function count(amount: string | number | undefined): string {
  return typeof amount === "number" ? amount.toLocaleString("en-US") : (amount ?? "?");
}

/** Bytes for people, such as `35 MB`; kilobytes below one megabyte. */
export function megabytes(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  return `${Math.round(bytes / 1_000_000).toLocaleString("en-US")} MB`;
}
