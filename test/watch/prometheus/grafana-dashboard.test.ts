import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PromMeter } from "../../../src/watch/prometheus/prom-meter.ts";

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const file = readFileSync(new URL("../../../config/grafana-dashboard.json", import.meta.url), "utf8");
const dashboard = JSON.parse(file) as { readonly panels: readonly Panel[] };
const targets = dashboard.panels.flatMap((panel) => panel.targets ?? []);
const meter = new PromMeter();
meter.read({ phases: () => new Map(), pythons: () => 0, platforms: () => new Map() });
const text = await meter.text();
const registered = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = "", type = ""]) => ({ name, type }));

/** The names under which a metric's samples are asked for. */
function samplesOf({ name, type }: (typeof registered)[number]): readonly string[] {
  return type === "histogram" ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name];
}

function used(expr: string): readonly string[] {
  return expr.match(/\bthreadbook_\w+/g) ?? [];
}

test("every metric that the dashboard asks for exists", () => {
  const known = new Set(registered.flatMap(samplesOf));
  const unknown = targets.flatMap(({ expr }) => used(expr)).filter((name) => !known.has(name));
  assert.deepEqual(unknown, []);
  assert.equal(
    targets.every(({ expr }) => used(expr).length > 0),
    true,
  );
});

test("every metric of the bot's own is on the dashboard", () => {
  const shown = new Set(targets.flatMap(({ expr }) => used(expr)));
  const own = registered.filter(({ name }) => !/^threadbook_(process|nodejs)_/.test(name));
  const missing = own.filter((metric) => !samplesOf(metric).some((name) => shown.has(name)));
  assert.deepEqual(missing, []);
});

test("every metric has the bot's prefix, and its unit or what it counts in its name", () => {
  assert.deepEqual(
    registered.filter(({ name }) => !name.startsWith("threadbook_")),
    [],
  );
  const own = registered.filter(({ name }) => !/^threadbook_(process|nodejs)_/.test(name));
  assert.deepEqual(
    own.filter(({ name, type }) => type === "counter" && !name.endsWith("_total")),
    [],
  );
  assert.deepEqual(
    own.filter(({ name, type }) => type === "histogram" && !name.endsWith("_seconds")),
    [],
  );
});

test("the labels that the dashboard groups by, and writes into legends, are the metrics'", () => {
  const labels: Readonly<Record<string, readonly string[]>> = {
    turns_total: ["ending", "failure", "platform", "kind"],
    turns_open: ["phase"],
    queue_length: ["queue"],
    drawing_delay_seconds_bucket: ["le", "platform"],
    model_tokens_total: ["kind", "counter"],
    model_requests_total: ["result"],
    cells_total: ["outcome"],
    python_start_failures_total: ["failure"],
    python_losses_total: ["outcome"],
    platform_calls_total: ["platform", "method", "result"],
    deliveries_total: ["platform", "verdict"],
    platform_connected: ["platform"],
  };
  for (const { expr, legendFormat } of targets) {
    const [, grouped = ""] = /\bby \(([^)]*)\)/.exec(expr) ?? [];
    const groups = grouped.split(/, ?/).filter((label) => label !== "" && label !== "le");
    const [name = ""] = used(expr);
    const known = labels[name.replace("threadbook_", "")] ?? [];
    assert.deepEqual(
      groups.filter((label) => !known.includes(label)),
      [],
      expr,
    );
    const legend = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = ""]) => label);
    assert.deepEqual(new Set(legend), new Set(groups), expr);
  }
});

test("no panel lies over another", () => {
  const places = dashboard.panels.map(({ gridPos, title }) => ({ ...gridPos, title }));
  for (const [at, one] of places.entries()) {
    for (const other of places.slice(at + 1)) {
      const apart =
        one.x + one.w <= other.x ||
        other.x + other.w <= one.x ||
        one.y + one.h <= other.y ||
        other.y + other.h <= one.y;
      assert.ok(apart, `${one.title} and ${other.title}`);
    }
  }
});
