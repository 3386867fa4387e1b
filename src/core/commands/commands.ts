import { again } from "./again.ts";
import type { Command } from "./command.ts";
import type { CommandName } from "./command-name.ts";
import { fresh } from "./fresh.ts";
import { help } from "./help.ts";
import { model } from "./model.ts";
import { more } from "./more.ts";
import { restart } from "./restart.ts";
import { run } from "./run.ts";
import { stop } from "./stop.ts";
import { tour } from "./tour.ts";
import { vars } from "./vars.ts";

export const commands: Readonly<Record<CommandName, Command>> = {
  run,
  again,
  vars,
  more,
  stop,
  restart,
  new: fresh,
  model,
  tour,
  help,
};
