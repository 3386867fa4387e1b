/** What @jupyterlab/services says of its connections on the global console, where standard output is for answers. */
const CHATTER = /^(Starting WebSocket: |Kernel: \w+ \(|Connection lost, reconnecting in )/;

const logs = new Set<(line: string) => void>();

/** Sends that chatter to `log`, and lets all else on the console pass, until it is disposed. */
export function quietConsole(log: (line: string) => void): Disposable {
  if (logs.size === 0) restore = divert();
  logs.add(log);
  return {
    [Symbol.dispose]: () => {
      if (logs.delete(log) && logs.size === 0) restore();
    },
  };
}

let restore = (): void => {};

function divert(): () => void {
  const { debug, warn } = console;
  Object.assign(console, { debug: quieter(debug), warn: quieter(warn) });
  return () => Object.assign(console, { debug, warn });
}

function quieter(original: (...words: unknown[]) => void): (...words: unknown[]) => void {
  return (...words) => {
    const [line] = words;
    if (typeof line !== "string" || !CHATTER.test(line)) return original(...words);
    for (const log of logs) log(line);
  };
}
