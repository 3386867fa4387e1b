import type { KeyvStorageAdapter } from "keyv";

/** What keyv asks of a storage; the events of its full type are for storages that fail in the background. */
export type KeyvStorage = Pick<
  KeyvStorageAdapter,
  | "namespace"
  | "capabilities"
  | "get"
  | "getMany"
  | "set"
  | "setMany"
  | "has"
  | "hasMany"
  | "delete"
  | "deleteMany"
  | "clear"
  | "iterator"
  | "disconnect"
>;
