import { benchFiles } from "./files.ts";
import { benchKernels } from "./kernels/bench-kernels.ts";
import { benchLoop } from "./loop/loop.ts";
import { benchNeighbours } from "./neighbours.ts";
import { benchPicture } from "./picture.ts";
import { benchStart } from "./start.ts";

const parts: Readonly<Record<string, (quick: boolean) => Promise<void>>> = {
  start: benchStart,
  picture: benchPicture,
  files: benchFiles,
  loop: benchLoop,
  kernels: benchKernels,
  neighbours: benchNeighbours,
};

const words = process.argv.slice(2);
const quick = words.includes("--quick");
const wanted = words.filter((word) => word !== "--quick");
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  process.stderr.write(`Expected parts out of ${Object.keys(parts).join(", ")}, got '${unknown.join("', '")}'.\n`);
  process.exitCode = 2;
} else {
  for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) {
    process.stdout.write(`\n${name}\n`);
    await parts[name]?.(quick);
  }
}
