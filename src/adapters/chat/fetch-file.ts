export interface FileRequest {
  /** As its sender named it. */
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether an answer of status 200 is the file. */
  readonly isFile?: (answer: Response) => boolean;
  /** What to look at where it is not. */
  readonly advice?: string;
  /** Ends the fetching, also in the middle of the file. */
  readonly closing: AbortSignal;
  readonly limitMs: number;
}

/** Fetches what somebody attached, and from nowhere else: a redirect would take a token along to wherever it leads. */
export async function fetchFile(url: URL | string, request: FileRequest): Promise<AsyncIterable<Uint8Array>> {
  const { name, headers = {}, isFile = () => true, advice = "", closing, limitMs } = request;
  const signal = AbortSignal.any([closing, AbortSignal.timeout(limitMs)]);
  const answer = await fetch(url, { headers, redirect: "error", signal });
  if (answer.ok && answer.body !== null && isFile(answer)) return answer.body;
  await answer.body?.cancel();
  throw new Error(`'${name}' was not given (status ${answer.status})${advice}`);
}
