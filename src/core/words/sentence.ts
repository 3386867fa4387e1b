/** The languages in which the bot speaks. */
export type Language = "en" | "zh";

/** A sentence of the bot's own, already in the person's language and safe to show as it is. */
export type Sentence = string;
