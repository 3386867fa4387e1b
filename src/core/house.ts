import type { KernelHost } from "../kernel/session.ts";
import type { TurnLimits } from "./desk.ts";
import type { Lanes } from "./lanes.ts";
import type { Model } from "./model/model.ts";
import type { Sleep } from "./sleep.ts";
import type { Blobs } from "./store/blobs.ts";
import type { Threads } from "./threads.ts";

/** The model in use, and where it is served. */
export interface ConnectedModel {
  readonly model: Model;
  /** Without secrets, such as `http://127.0.0.1:8000/v1`. */
  readonly url: string;
}

/** All that answers are made with. */
export interface House {
  readonly threads: Threads;
  readonly lanes: Lanes;
  readonly kernels: KernelHost;
  readonly blobs: Blobs;
  readonly connected: ConnectedModel | undefined;
  readonly limits: TurnLimits;
  readonly sleep: Sleep;
  /** Waits between two looks at a cell that runs for long; absent where none is wanted. */
  readonly betweenLooks?: Sleep;
}
