import { kernelBoundsContract } from "../contracts/kernel-bounds-contract.ts";
import { kernelContract } from "../contracts/kernel-contract.ts";
import { kernelFilesContract } from "../contracts/kernel-files-contract.ts";
import { FakeKernelHost } from "./fake-kernel.ts";

kernelContract("The fake kernel", (options) => new FakeKernelHost(undefined, options));
kernelFilesContract("The fake kernel", () => new FakeKernelHost());
kernelBoundsContract("The fake kernel", (bounds) => new FakeKernelHost(undefined, bounds));
