/** How the next token is drawn. */
export interface Sampling {
  readonly temperature: number;
  readonly topP: number;
  readonly maxTokens: number;
}

/** What is known of a family of models. */
export interface Profile {
  readonly family: string;
  readonly sampling: Sampling;
  /** Whether its template opens a thought that the answer only closes. */
  readonly thinks: boolean;
}

/** The original article's values for ChatGLM. */
const CHATGLM: Sampling = { temperature: 0.95, topP: 0.8, maxTokens: 4096 };

/** First match wins. Sources: the models' cards and recipes, gathered in the project's notes on models. */
const PROFILES: readonly (Profile & { readonly name: RegExp })[] = [
  { name: /glm-?z1/i, family: "GLM-Z1", sampling: { temperature: 0.6, topP: 0.95, maxTokens: 8192 }, thinks: true },
  { name: /codegeex/i, family: "CodeGeeX", sampling: { temperature: 0.2, topP: 0.95, maxTokens: 4096 }, thinks: false },
  {
    name: /glm-?4\.7|glm-?5/i,
    family: "GLM-4.7",
    sampling: { temperature: 0.7, topP: 1, maxTokens: 8192 },
    thinks: false,
  },
  {
    name: /glm-?4\.[5-9]/i,
    family: "GLM-4.5",
    sampling: { temperature: 1, topP: 0.95, maxTokens: 8192 },
    thinks: false,
  },
  { name: /glm/i, family: "ChatGLM", sampling: CHATGLM, thinks: false },
  {
    name: /deepseek-?r1|qwq/i,
    family: "reasoning",
    sampling: { temperature: 0.6, topP: 0.95, maxTokens: 8192 },
    thinks: true,
  },
  {
    name: /llama|codellama|qwen|mistral|deepseek/i,
    family: "other",
    sampling: { temperature: 0.3, topP: 0.95, maxTokens: 4096 },
    thinks: false,
  },
];

/** The profile of a model by its name; ChatGLM's for a name that says nothing. */
export function profileOf(model: string): Profile {
  const found = PROFILES.find((profile) => profile.name.test(model));
  return found ?? { family: "ChatGLM", sampling: CHATGLM, thinks: false };
}
