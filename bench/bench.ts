import { benchFiles } from "./files.ts";
import { benchKernels } from "./kernels/bench-kernels.ts";
import { benchCrowd, benchLoop } from "./loop/loop.ts";
import { benchNeighbours } from "./neighbours.ts";
import { benchPicture } from "./picture.ts";
import { runParts } from "./run-parts.ts";
import { benchStart } from "./start.ts";

const parts: Readonly<Record<string, (quick: boolean) => Promise<void>>> = {
  start: benchStart,
  picture: benchPicture,
  files: benchFiles,
  loop: benchLoop,
  crowd: benchCrowd,
  kernels: benchKernels,
  neighbours: benchNeighbours,
};

const words = process.argv.slice(2);
const quick = words.includes("--quick");
await runParts(
  parts,
  words.filter((word) => word !== "--quick"),
  (part) => part(quick),
);
