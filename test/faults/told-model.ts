import {
  breaksAfter,
  delta,
  hangsAfter,
  ModelServer,
  type Play,
  type RecordedRequest,
  refuses,
  says,
  sse,
} from "../fakes/model-server.ts";

/** Everything that a model's server can do wrong. */
const faults: Readonly<Record<string, Play>> = {
  busy: refuses(503, "overloaded", { "retry-after": "0" }),
  limited: refuses(429, "slow down", { "retry-after": "0" }),
  broken: refuses(500, "CUDA error"),
  unauthorized: refuses(401, "wrong key"),
  unknown: refuses(404, "no such model"),
  refused: refuses(400, "bad request"),
  brokenWords: breaksAfter(delta("Half a wo")),
  brokenCode: breaksAfter(delta("Working.\n\n```python\nlost = ")),
  empty: says([""]),
  cut: says(["It goes on and"], "length"),
  silent: hangsAfter(),
  hangs: hangsAfter(delta("So ")),
  garbage: (_request, response) => {
    sse(response, "data: {nonsense\n\n");
    response.end("data: [DONE]\n\n");
  },
};

export const modelFaults = Object.keys(faults);

/** A served model that does what it is told by `do:` and a line of statements, and fails as planned. */
export class ToldModel implements AsyncDisposable {
  readonly #planned: Play[] = [];
  #server: ModelServer | undefined;

  static async start(): Promise<ToldModel> {
    const model = new ToldModel();
    const play: Play = (request, response) =>
      (model.#planned.shift() ?? says(pieces(answerTo(request))))(request, response);
    model.#server = await ModelServer.start(...Array.from({ length: 20_000 }, () => play));
    return model;
  }

  get url(): string {
    return this.#server?.url ?? "";
  }

  plan(fault: string): void {
    const play = faults[fault];
    if (play !== undefined) this.#planned.push(play);
  }

  calm(): void {
    this.#planned.length = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
  }
}

function answerTo({ body }: RecordedRequest): string {
  const messages = body["messages"] as readonly { readonly content: string }[];
  const last = messages.at(-1)?.content ?? "";
  const told = [...last.matchAll(/do: (.*)$/gm)].at(-1)?.[1];
  if (last.startsWith("```result") || told === undefined) return "That is all.";
  return `Working.\n\n\`\`\`python\n${told.split("; ").join("\n")}\n\`\`\`\n`;
}

/** As a server would say it. */
function pieces(text: string): readonly string[] {
  return text.match(/[\s\S]{1,9}/g) ?? [];
}
