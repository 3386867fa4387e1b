/**
 * What outlives the process, as JSON values by key. Keys are case-sensitive text of at most 400 characters.
 * @throws {Failure} `store-gone` when the store cannot be reached, `disk-full` when it cannot grow
 */
export interface Store extends AsyncDisposable {
  /** @returns undefined when nothing is kept; a `Damaged` when what is kept is not JSON */
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /**
   * Takes a key that nobody holds, atomically over all processes on this store, for `ttlMs` milliseconds.
   * @returns false when somebody holds it
   */
  claim(key: string, ttlMs: number): Promise<boolean>;
  /** Gives a claim back before its time. */
  release(key: string): Promise<void>;
  /**
   * Takes or keeps a key for `owner` for `ttlMs` milliseconds more, atomically over all processes on this store: when
   * nobody holds it, when the owner does, or when `instead` does. Keys that are held are none that are claimed.
   * @returns who holds it now
   */
  hold(key: string, owner: string, ttlMs: number, instead?: string): Promise<string>;
  /** Gives back what `owner` holds; what somebody else holds stays. */
  letGo(key: string, owner: string): Promise<void>;
}
