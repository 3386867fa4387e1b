import type { Store } from "./store.ts";

/** What each kind of store does natively beside keyv, whose storages have no atomic claim. */
export type Claims = Pick<Store, "claim" | "release" | "hold" | "letGo">;
