import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

// Runs on the machine's own Node before anything is installed: nothing from here on may import a package.
const major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  process.stderr.write(
    `Threadbook needs Node 20 or newer to start; this is Node ${process.versions.node}. Install a newer one and try again.\n`,
  );
  process.exitCode = 1;
} else {
  const { start } = await import("./starter/start.js");
  process.exitCode = await start(dirname(fileURLToPath(import.meta.url)), process.argv.slice(2));
}
