import type { Settings } from "../../config/settings.ts";
import type { Language } from "../core/words/sentence.ts";
import type { Place } from "../main/place.ts";
import type { DoctorWords } from "./words/vocabulary.ts";

/** What can be looked at whatever the settings are. */
export interface Machine {
  /** The project's folder. */
  readonly root: string;
  readonly language: Language;
  readonly speak: DoctorWords;
}

/** All that is looked at. */
export interface Patient extends Machine {
  readonly place: Place;
  readonly settings: Settings;
}
