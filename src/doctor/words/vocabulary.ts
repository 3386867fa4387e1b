import type { Sentence } from "../../core/words/sentence.ts";
import type { Sign, Subject } from "../check.ts";
import type { Probed } from "../remote/model-probe.ts";

/** All that the doctor says. */
export interface DoctorWords {
  readonly signs: Readonly<Record<Sign, Sentence>>;
  readonly subjects: Readonly<Record<Subject, Sentence>>;
  settings: {
    right(given: number): Sentence;
    wrong(faults: number): Sentence;
  };
  node: {
    own(version: string): Sentence;
    machines(version: string, path: string): Sentence;
    old(version: string, least: string): Sentence;
    readonly startByNpm: Sentence;
  };
  python: {
    right(version: string, packages: number, files: number): Sentence;
    readonly missing: Sentence;
    readonly otherLock: Sentence;
    changed(version: string, changed: number, files: number): Sentence;
    broken(reason: string): Sentence;
    readonly installByNpm: Sentence;
    readonly renew: Sentence;
  };
  fonts: {
    draws(path: string): Sentence;
    blank(path: string): Sentence;
    readonly none: Sentence;
    readonly unknown: Sentence;
  };
  kernel: {
    drew(seconds: number): Sentence;
    noFigure(outcome: string): Sentence;
    raised(error: string): Sentence;
  };
  sandbox: {
    on(by: string, memory: "groups" | "watchdog"): Sentence;
    unbounded(by: string): Sentence;
    readonly off: Sentence;
    readonly refused: Sentence;
    readonly unknown: Sentence;
  };
  model: {
    none(wanted: string | undefined): Sentence;
    answers(name: string, where: string, probed: Probed, contextTokens: number | undefined): Sentence;
    serves(names: readonly string[]): Sentence;
    readonly inOnePiece: Sentence;
    readonly talksOn: Sentence;
    readonly contextUnknown: Sentence;
    contextTooLarge(wanted: number, served: number): Sentence;
  };
  store: {
    right(where: string): Sentence;
    forgets(where: string): Sentence;
    claimsTwice(where: string): Sentence;
    damaged(file: string, why: string): Sentence;
    setAside(file: string, movedTo: string, why: string): Sentence;
  };
  watch: {
    free(host: string, port: number): Sentence;
    inUse(host: string, port: number): Sentence;
    refused(host: string, port: number, why: string): Sentence;
  };
  disk: {
    free(bytes: number, where: string): Sentence;
    scarce(bytes: number, where: string): Sentence;
    notWritable(where: string, code: string): Sentence;
  };
  slack: {
    right(bot: string, team: string, scopes: number): Sentence;
    readonly refused: Sentence;
    noSocket(bot: string, team: string): Sentence;
    scopesMissing(bot: string, team: string, missing: number, needed: number): Sentence;
    botRefused(said: string): Sentence;
    appRefused(said: string): Sentence;
    missingScope(scope: string): Sentence;
    readonly addScopes: Sentence;
  };
  discord: {
    right(bot: string, guild: string | undefined): Sentence;
    readonly refused: Sentence;
    readonly copyToken: Sentence;
    unreadable(me: string, application: string): Sentence;
    lacks(bot: string): Sentence;
    readonly intentMissing: Sentence;
    notInGuild(guild: string): Sentence;
  };
  unreachable(platform: string, cause: string): Sentence;
  tooSlow(seconds: number): Sentence;
  broke(reason: string): Sentence;
  summary(wrong: number, warnings: number): Sentence;
}
