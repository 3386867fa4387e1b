/** So many requests in so many milliseconds, shared by all requests with the same key. */
export interface Bucket {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

export interface Taken {
  readonly headers: Readonly<Record<string, string>>;
  /** In seconds, where nothing was left. */
  readonly retryAfter?: number;
}

/** Discord's rate limits: windows that begin with their first request. */
export class Buckets {
  readonly #now: () => number;
  readonly #windows = new Map<string, { left: number; readonly ends: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  take({ key, limit, windowMs }: Bucket): Taken {
    const now = this.#now();
    let window = this.#windows.get(key);
    if (window === undefined || window.ends <= now) window = { left: limit, ends: now + windowMs };
    this.#windows.set(key, window);
    const after = (window.ends - now) / 1000;
    const headers = {
      "x-ratelimit-limit": `${limit}`,
      "x-ratelimit-remaining": `${Math.max(0, window.left - 1)}`,
      "x-ratelimit-reset": (window.ends / 1000).toFixed(3),
      "x-ratelimit-reset-after": after.toFixed(3),
      // The channel is no part of it: the client adds what it calls the major parameter.
      "x-ratelimit-bucket": key.split(":")[0] ?? key,
    };
    if (window.left === 0) return { headers, retryAfter: after };
    window.left--;
    return { headers };
  }
}
