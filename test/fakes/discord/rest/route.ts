import type { ZodMiniType } from "zod/mini";
import type { Interactions } from "../interactions.ts";
import type { Posting } from "../posting.ts";
import type { World } from "../world.ts";
import type { Bucket } from "./buckets.ts";
import type { Call } from "./call.ts";

/** What the routes work with. */
export interface Site {
  readonly world: World;
  readonly posting: Posting;
  readonly interactions: Interactions;
}

export interface Answer {
  readonly status: number;
  readonly body?: object;
}

export interface Route {
  readonly method: string;
  /** Its groups are the parameters, in order. */
  readonly path: RegExp;
  /** What Discord takes here; a choice where it depends on the body. */
  readonly request?: ZodMiniType | ((body: unknown) => ZodMiniType);
  /** Whether the token in the path is enough. */
  readonly open?: true;
  readonly bucket?: (parameters: readonly string[]) => Bucket;
  readonly answer: (site: Site, call: Call, ...parameters: readonly string[]) => Answer | Promise<Answer>;
}

export const noContent: Answer = { status: 204 };
