import { kernelContract } from "../../contracts/kernel-contract.ts";
import { liveHost, PYTHON } from "./live-host.ts";

kernelContract("JupyterHost, sealed", (options) => liveHost(options));
kernelContract("JupyterHost, not sealed", (options) => liveHost(options, undefined, process.env, PYTHON, "off"));
