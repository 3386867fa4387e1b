/**
 * Why a suite is skipped where something of the system is missing, or false where it is there.
 * @throws {Error} under continuous integration, where nothing may be skipped
 */
export function requirement(name: string, present: boolean): string | false {
  if (present) return false;
  if (process.env["THREADBOOK_TEST_ALL"] !== "1") return `${name} is not installed`;
  throw new Error(`Expected ${name} to be installed, since THREADBOOK_TEST_ALL is 1; got none. Install it.`);
}
