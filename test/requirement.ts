/**
 * Options for a suite that needs something of the system, such as a browser or a database server: where it is missing
 * the suite is skipped with a reason. `THREADBOOK_TEST_ALL=1`, as continuous integration sets it, makes that a failure.
 * @param what such as "Chromium at /usr/bin/chromium"  @param found whether it is there
 */
export function requirement(what: string, found: boolean): { readonly skip: string | false } {
  if (found) return { skip: false };
  if (process.env["THREADBOOK_TEST_ALL"] === "1")
    throw new Error(`Expected ${what}: with THREADBOOK_TEST_ALL=1 no suite may be skipped.`);
  return { skip: `needs ${what}` };
}
