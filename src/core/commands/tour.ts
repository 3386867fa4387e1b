import { playTour } from "../tour/play-tour.ts";
import type { Command } from "./command.ts";

export const tour: Command = { waits: true, answer: playTour };
