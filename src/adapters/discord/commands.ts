import {
  ApplicationCommandType,
  LabelBuilder,
  Locale,
  ModalBuilder,
  ApplicationCommandOptionType as OptionType,
  type RESTPutAPIApplicationCommandsJSONBody,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import type { Sentence } from "../../core/words/sentence.ts";
import type { Words } from "../../core/words/vocabulary.ts";
import { words } from "../../core/words/words.ts";

const longestQuestion = 1_500;
const longestCode = 4_000;
export const codeForm = "v1:run";
export const codeField = "code";

/** The slash commands, in English and Chinese. */
export function slashCommands(): RESTPutAPIApplicationCommandsJSONBody {
  const code = { type: OptionType.String as const, name: codeField, ...described((speak) => speak.discord.codeOption) };
  const question = { ...described((speak) => speak.discord.questionOption), name: "question", required: true };
  return [
    { ...command("run", (speak) => speak.command("run")), options: [code] },
    {
      ...command("ask", (speak) => speak.discord.ask),
      options: [{ type: OptionType.String, ...question, max_length: longestQuestion }],
    },
    command("help", (speak) => speak.command("help")),
  ];
}

/** The form for code of many lines, which a command's own box does not take. */
export function codeModal({ discord }: Words): ModalBuilder {
  const field = new TextInputBuilder()
    .setCustomId(codeField)
    .setStyle(TextInputStyle.Paragraph)
    .setMaxLength(longestCode)
    .setRequired(true);
  const label = new LabelBuilder().setLabel(discord.codeOption).setTextInputComponent(field);
  return new ModalBuilder().setCustomId(codeForm).setTitle(discord.codeTitle).addLabelComponents(label);
}

function command(name: string, sentence: (speak: Words) => Sentence) {
  return { type: ApplicationCommandType.ChatInput as const, name, ...described(sentence) };
}

function described(sentence: (speak: Words) => Sentence) {
  const chinese = sentence(words("zh"));
  const description_localizations = { [Locale.ChineseCN]: chinese, [Locale.ChineseTW]: chinese };
  return { description: sentence(words("en")), description_localizations };
}
