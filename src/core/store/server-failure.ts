import { Failure } from "../../failure.ts";
import type { ServerAddress } from "./server-address.ts";

/** How long a call may take, with connecting. */
export const CALL_LIMIT_MS = 5_000;

// The clients' own errors are no cause: they carry the command, at times with a password or what people wrote.

export function serverGone({ shown }: ServerAddress, got: string, remedy: string): Failure {
  const message = `Expected to read and write the store ${shown}, got: ${got}. ${remedy}`;
  return new Failure("store-gone", message, { facts: { store: shown } });
}

export function serverFull({ shown }: ServerAddress, got: string): Failure {
  const message = `Expected room in the store ${shown}, got: ${got}. Make room on that server.`;
  return new Failure("disk-full", message, { facts: { store: shown } });
}

/** What went wrong, as a client puts it: an error, or one for each of a host's addresses. */
export function saidBy(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(saidBy).join(", ");
  return error instanceof Error ? error.message || error.name : String(error);
}

/** @throws {Error} when the work takes longer; it is left to itself */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${CALL_LIMIT_MS / 1000} s`)), CALL_LIMIT_MS);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
