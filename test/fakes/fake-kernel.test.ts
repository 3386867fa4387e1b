import { kernelContract } from "../contracts/kernel-contract.ts";
import { FakeKernelHost } from "./fake-kernel.ts";

kernelContract("The fake kernel", (options) => new FakeKernelHost(undefined, options));
