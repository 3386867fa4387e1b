import type { Settings } from "../../../config/settings.ts";
import { askForModel, type FoundModel, lookForModel } from "../../core/model/finding/find-model.ts";
import type { Sentence } from "../../core/words/sentence.ts";
import { Failure } from "../../failure.ts";
import { shownAddress } from "../../shown-address.ts";
import { type Check, type Finding, found } from "../check.ts";
import { failed } from "../failed.ts";
import type { Patient } from "../patient.ts";
import { type Probed, probeModel } from "./model-probe.ts";

const LIMIT_MS = 10_000;

/** Which model answers, and whether it does what the bot rests on. */
export function modelCheck(patient: Patient, find = findModel): Check {
  return { subject: "model", limitMs: LIMIT_MS, examine: (signal) => examineModel(patient, find, signal) };
}

/** As the bot finds it. */
async function findModel({ openaiBaseUrl, model, openaiApiKey }: Settings): Promise<FoundModel | undefined> {
  if (openaiBaseUrl === undefined) return lookForModel({ model });
  return askForModel(openaiBaseUrl, { model, apiKey: openaiApiKey });
}

async function examineModel(patient: Patient, find: typeof findModel, signal: AbortSignal): Promise<Finding> {
  const { settings, speak } = patient;
  const server = await find(settings);
  if (server === undefined) return found("warning", speak.model.none(settings.model));
  // A server that was only found is shown no key, as by the bot.
  const apiKey = settings.openaiBaseUrl === undefined ? undefined : settings.openaiApiKey;
  const probed = await probeModel({ baseUrl: server.url, model: server.name, apiKey }, LIMIT_MS, signal).catch(
    (error: unknown) => notServed(error, server, patient),
  );
  if ("sign" in probed) return probed;
  const doubts = doubtsOf(probed, server, patient);
  const context = settings.contextTokens ?? server.contextTokens;
  const said = speak.model.answers(server.name, shownAddress(server.url), probed, context);
  return found(doubts.length > 0 ? "warning" : "ok", said, doubts);
}

/** @throws the error where another model would not do better */
function notServed(error: unknown, { names }: FoundModel, patient: Patient): Finding {
  if (!(error instanceof Failure) || error.code !== "model-not-found" || names.length === 0) throw error;
  return { ...failed(error, patient), more: [patient.speak.model.serves(names)] };
}

function doubtsOf(probed: Probed, server: FoundModel, { settings, speak: { model } }: Patient): readonly Sentence[] {
  const { contextTokens: wanted } = settings;
  const { contextTokens: served } = server;
  return [
    ...(probed.streams ? [] : [model.inOnePiece]),
    ...(probed.stops === false ? [model.talksOn] : []),
    ...(wanted === undefined && served === undefined ? [model.contextUnknown] : []),
    ...(wanted !== undefined && served !== undefined && wanted > served ? [model.contextTooLarge(wanted, served)] : []),
  ];
}
