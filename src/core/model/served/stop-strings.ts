/** What every request names as the answer's end; a GLM without them goes on talking to itself. */
export const STOP_STRINGS: readonly string[] = [
  "<|user|>",
  "<|observation|>",
  "<|endoftext|>",
  "<|assistant|>",
  "<|system|>",
];
