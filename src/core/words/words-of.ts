import type { CellEnd } from "../../kernel/session.ts";
import type { CommandSyntax } from "../commands/command-name.ts";
import type { Ending, Note } from "../turn.ts";
import type { Status } from "../view.ts";
import type { Sentence } from "./sentence.ts";
import type { Phrases, Words } from "./vocabulary.ts";

/** Chooses a language's sentence for what happened. */
export function wordsOf(phrases: Phrases): Words {
  return {
    ...phrases,
    status: (status) => statusIn(phrases, status),
    note: (note) => noteIn(phrases, note),
    refusal: (why) => phrases.refusals[why],
    cellEnd: (end) => cellEndIn(phrases, end),
    ending: (ending, syntax) => endingIn(phrases, ending, syntax),
    failure: (code, facts, syntax) => phrases.failures[code](facts, syntax),
    command: (name) => phrases.commands[name],
  };
}

function statusIn(phrases: Phrases, status: Status): Sentence {
  const { statuses } = phrases;
  switch (status.kind) {
    case "queued":
      return statuses.queued(status.ahead);
    case "waiting":
      if (status.for === "turn-in-kernel-queue") return statuses.turnInKernelQueue(status.ahead);
      if (status.for === "turn-at-model") return statuses.turnAtModel(status.ahead);
      return statuses.waiting[status.for];
    case "thinking":
      return statuses.thinking(status.characters);
    case "writing":
      return statuses.writing;
    case "running":
      if (status.long === undefined) return statuses.running;
      return phrases.stillRunning(Math.round(status.long.runningMs / 1000), status.long.memoryBytes);
    default:
      return status satisfies never;
  }
}

function noteIn({ notes, failures }: Phrases, note: Note): Sentence {
  switch (note.kind) {
    case "python-restarted":
      return notes.pythonRestarted;
    case "trimmed":
      return notes.trimmed;
    case "answer-cut":
      return notes.answerCut;
    case "record-damaged":
      return notes.recordDamaged(note.turns);
    case "earlier-unread":
      return notes.earlierUnread(note.reason);
    case "file-not-kept":
      return notes.fileNotKept(
        note.name,
        failures[note.code](note.facts, (name) => name),
      );
    default:
      return note satisfies never;
  }
}

function cellEndIn({ cellEnds, lostBefore, kept, gone }: Phrases, end: CellEnd): Sentence | undefined {
  const why = end.because ?? end.outcome;
  const before = end.lostBefore ? lostBefore : "";
  if (why === "ok" || why === "raised") return before === "" ? undefined : before.trimEnd();
  return `${before}${cellEnds[why]}${end.kept ? kept : gone}`;
}

function endingIn({ endings, failures }: Phrases, ending: Ending, syntax: CommandSyntax): Sentence | undefined {
  switch (ending.why) {
    case "answered":
      return undefined;
    case "stopped":
      return endings.stopped;
    case "out-of-steps":
      return endings.outOfSteps(ending.limit);
    case "going-in-circles":
      return endings.goingInCircles;
    case "failed":
      return failures[ending.code](ending.facts, syntax);
    case "our-mistake":
      return endings.ourMistake(ending.reference);
    default:
      return ending satisfies never;
  }
}
