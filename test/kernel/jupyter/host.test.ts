import { kernelContract } from "../../contracts/kernel-contract.ts";
import { liveHost } from "./live-host.ts";

kernelContract("JupyterHost", (options) => liveHost(options));
