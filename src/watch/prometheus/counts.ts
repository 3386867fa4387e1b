import type { MakeMetrics } from "./make-metrics.ts";

/** Upper bounds of histograms, in seconds. */
const TURN = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600];
const TOKEN = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300];
const DRAWING = [0.05, 0.1, 0.2, 0.5, 1, 1.5, 2, 3, 5, 10, 30, 60];
const CELL = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300];
const START = [0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 30, 60];

/** What is counted as it happens. The number of label values is bounded by the program, never by what people do. */
export function counts(make: MakeMetrics) {
  return {
    deliveries: make.counter("deliveries_total", "Messages heard", "platform", "verdict"),
    turns: make.counter("turns_total", "Turns ended", "platform", "kind", "ending", "failure"),
    turnSeconds: make.histogram("turn_seconds", "From a message to its whole answer", TURN, "platform"),
    steps: make.counter("steps_total", "Rounds in which the model said something"),
    undelivered: make.counter("undelivered_total", "Answers that could not be shown whole", "platform"),
    mistakes: make.counter("mistakes_total", "The bot's own mistakes, each with a reference in the log"),
    drawing: make.histogram("drawing_delay_seconds", "From a view drawn to a piece of it shown", DRAWING, "platform"),
    calls: make.counter("platform_calls_total", "Requests; limited is a 429", "platform", "method", "result"),
    requests: make.counter("model_requests_total", "Answers asked of the model", "result"),
    retries: make.counter("model_retries_total", "Requests made again of a busy or unreachable server"),
    firstToken: make.histogram("model_first_token_seconds", "From its turn at the model to a first token", TOKEN),
    tokens: make.counter("model_tokens_total", "Tokens; estimate where no server counted", "kind", "counter"),
    cells: make.counter("cells_total", "Cells that ran, by outcome", "outcome"),
    cellSeconds: make.histogram("cell_seconds", "How long cells ran", CELL),
    starts: make.histogram("python_start_seconds", "From a cell's turn to a fresh Python that takes it up", START),
    refusals: make.counter("python_start_failures_total", "Cells that got no Python", "failure"),
    losses: make.counter("python_losses_total", "Pythons that ended with a cell, or unbidden between two", "outcome"),
  };
}
