import { KernelAPI, KernelConnection } from "@jupyterlab/services";

/** Asks no kernel for its facts: those of ours are known, and a first cell would wait for the answer. */
export class QuietConnection extends KernelConnection {
  override async requestKernelInfo(): Promise<undefined> {}

  override get supportsSubshells(): boolean {
    return true;
  }
}

/** Without an answer to this the library would wait up to half a minute, and keep Node alive for as long. */
export class AnsweringClient extends KernelAPI.KernelAPIClient {
  override async getModel(id: string): Promise<KernelAPI.IModel | undefined> {
    return super.getModel(id).catch(() => undefined);
  }
}
