import { after } from "node:test";

/** How long a file's process may go on after the last of its tests. */
const GRACE_MS = 20_000;

/** Ends a test file that something keeps alive, and names what: it would hold up all the others without a word. */
after(() => {
  setTimeout(() => {
    process.stderr.write(
      `${process.argv[1]} did not end; it is held by ${process.getActiveResourcesInfo().join(", ")}\n`,
    );
    process.exit(1);
  }, GRACE_MS).unref();
});
