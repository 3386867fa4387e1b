import { sealingOf } from "../main/open-kernels.ts";
import type { Check } from "./check.ts";
import { diskCheck } from "./local/disk-check.ts";
import { fontsCheck } from "./local/fonts-check.ts";
import { kernelCheck } from "./local/kernel-check.ts";
import { nodeCheck } from "./local/node-check.ts";
import { pythonCheck } from "./local/python-check.ts";
import { sandboxCheck } from "./local/sandbox-check.ts";
import { storeCheck } from "./local/store-check.ts";
import { watchCheck } from "./local/watch-check.ts";
import type { Machine, Patient } from "./patient.ts";
import { discordCheck } from "./remote/discord-check.ts";
import { modelCheck } from "./remote/model-check.ts";
import { slackCheck } from "./remote/slack-check.ts";

/** Groups of checks in the order in which they are told; those of a group would be in each other's way. */
type Groups = readonly (readonly Check[])[];

/** What can be looked at though the settings are wrong. */
export function machineChecks(machine: Machine): Groups {
  return [[nodeCheck(machine)], [pythonCheck(machine), fontsCheck(machine)]];
}

/** Everything that the settings configure. */
export function allChecks(patient: Patient): Groups {
  const { slackBotToken, discordToken, watchPort } = patient.settings;
  return [
    [nodeCheck(patient)],
    [
      pythonCheck(patient),
      fontsCheck(patient),
      kernelCheck(patient),
      sandboxCheck(patient, () => sealingOf(patient.place, patient.settings)),
    ],
    [modelCheck(patient)],
    [storeCheck(patient)],
    [diskCheck(patient)],
    ...(watchPort === 0 ? [] : [[watchCheck(patient)]]),
    ...(slackBotToken === undefined ? [] : [[slackCheck(patient)]]),
    ...(discordToken === undefined ? [] : [[discordCheck(patient)]]),
  ];
}
