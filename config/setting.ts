import { z } from "zod";

/** One setting of the environment: how it is read, and how it is explained. */
export interface Setting<Value> {
  readonly name: string;
  readonly meaning: string;
  /** What a right value looks like: "Expected NAME to be …". */
  readonly expected: string;
  /** The default as people would write it. */
  readonly usually: string;
  /** Whether its value is never shown, not even where it is wrong; such a value may also stand in a file of its own. */
  readonly secret: boolean | "with a password";
  /** Reads the text of the environment; undefined where the setting is not given. */
  readonly schema: z.ZodType<Value, string | undefined>;
}

type About = Omit<Setting<unknown>, "schema" | "expected" | "secret">;

/** A text that may be left out. */
export function text(about: About): Setting<string | undefined> {
  return { ...about, secret: false, expected: "a text", schema: z.string().optional() };
}

/** A text of a known form that may be left out. */
export function formed(about: About, expected: string, form: RegExp): Setting<string | undefined> {
  return { ...about, secret: false, expected, schema: z.string().regex(form).optional() };
}

/** A secret of a known form that may be left out. */
export function secret(about: About, expected: string, form: RegExp): Setting<string | undefined> {
  return { ...formed(about, expected, form), secret: true };
}

/** An address that may be left out. */
export function address(about: About): Setting<string | undefined> {
  return {
    ...about,
    secret: false,
    expected: "an http or https address without a password in it, such as http://127.0.0.1:8000/v1",
    schema: z
      .url({ protocol: /^https?$/ })
      .refine((given) => new URL(given).password === "")
      .optional(),
  };
}

/** An address on which to listen. */
export function listenAddress(about: Omit<About, "usually">, usually: string): Setting<string> {
  return {
    ...about,
    secret: false,
    usually: `\`${usually}\``,
    expected: "an IP address",
    schema: z.union([z.ipv4(), z.ipv6()]).default(usually),
  };
}

/** Where the store is; it may be left out. */
export function storeAddress(about: About): Setting<string | undefined> {
  return {
    ...about,
    secret: "with a password",
    expected: "sqlite:PATH, redis://HOST:PORT/NUMBER, rediss://… or postgresql://USER:PASSWORD@HOST/DATABASE",
    schema: z.string().refine(leadsToStore).optional(),
  };
}

function leadsToStore(given: string): boolean {
  if (/^sqlite:./.test(given)) return true;
  if (!/^(rediss?|postgres(ql)?):\/\//.test(given) || !URL.canParse(given)) return false;
  return !given.startsWith("redis") || /^\/?\d*$/.test(new URL(given).pathname);
}

export function wholeNumber(about: Omit<About, "usually">, usually: number, from: number, to: number): Setting<number> {
  const given = optionalNumber({ ...about, usually: String(usually) }, from, to);
  return { ...given, schema: given.schema.transform((value) => value ?? usually) };
}

/** A whole number that may be left out. */
export function optionalNumber(about: About, from: number, to: number): Setting<number | undefined> {
  return {
    ...about,
    secret: false,
    expected: `a whole number from ${from} to ${to}`,
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(from).max(to)).optional(),
  };
}

/** A number that may be left out. */
export function fraction(about: About, from: number, to: number): Setting<number | undefined> {
  return {
    ...about,
    secret: false,
    expected: `a number from ${from} to ${to}`,
    schema: z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number)
      .pipe(z.number().min(from).max(to))
      .optional(),
  };
}

export function choice<const Choice extends string>(
  about: About,
  choices: readonly Choice[],
  usually: Choice,
): Setting<Choice> {
  return {
    ...about,
    secret: false,
    expected: choices.map((one) => `'${one}'`).join(" or "),
    schema: z
      .enum(choices)
      .optional()
      .transform((given) => given ?? usually),
  };
}
