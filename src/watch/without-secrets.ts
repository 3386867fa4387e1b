const HIDDEN = "…";

/** Hides secrets in lines of JSON, in whatever form they stand there. */
export function withoutSecrets(secrets: readonly string[]): (line: string) => string {
  const forms = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  const longestFirst = [...new Set(forms)].toSorted((one, other) => other.length - one.length);
  return (line) => longestFirst.reduce((clean, form) => clean.replaceAll(form, HIDDEN), line);
}
