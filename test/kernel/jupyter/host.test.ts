import { kernelBoundsContract } from "../../contracts/kernel-bounds-contract.ts";
import { kernelContract } from "../../contracts/kernel-contract.ts";
import { kernelFilesContract } from "../../contracts/kernel-files-contract.ts";
import { liveHost } from "./live-host.ts";

kernelContract("JupyterHost, sealed", (options) => liveHost(options));
kernelContract("JupyterHost, not sealed", (options) => liveHost(options, { sealing: undefined }));
kernelFilesContract("JupyterHost", () => liveHost());
kernelBoundsContract("JupyterHost", (bounds) => liveHost(bounds));
