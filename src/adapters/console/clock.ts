/** Time as the terminal needs it. */
export interface Clock {
  /** Milliseconds that only grow. */
  now(): number;
  /** Calls once after so many milliseconds; the returned function takes it back. */
  after(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
