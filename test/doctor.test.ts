import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DoctorProcess } from "./doctor/doctor-process.ts";
import { someFolder } from "./doctor/some-patient.ts";
import { JsonServer } from "./fakes/json-server.ts";
import { ModelServer, refuses, says } from "./fakes/model-server.ts";

/** The subjects of the lines that have a sign. */
function subjects(out: string): readonly string[] {
  return [...out.matchAll(/^(?:ok|warning|wrong) +(\w+)/gm)].map(([, subject = ""]) => subject);
}

test("with a model and no platform every part has its line, and all that is configured works", async () => {
  await using server = await ModelServer.start(says(["1", " 2", " 3 "]));
  const doctor = new DoctorProcess({ OPENAI_BASE_URL: server.url });
  const { status, out, err } = await doctor.ended;
  assert.equal(status, 0, out + err);
  assert.deepEqual(
    subjects(out),
    ["settings", "Node", "Python", "fonts", "kernel", "sandbox", "model", "store", "disk"],
    out,
  );
  assert.match(out, /^ok +kernel .*drew a figure/m);
  assert.match(out, /^All is well\.$/m);
  assert.doesNotMatch(out.replaceAll("\n", ""), /\p{C}/u);
  assert.equal(err, "");
  assert.deepEqual(readdirSync(doctor.data), ["threadbook.sqlite"], "nothing but the store stays");
});

test("with nothing configured nothing is wrong", async () => {
  const { status, out } = await new DoctorProcess().ended;
  assert.equal(status, 0, out);
  assert.doesNotMatch(out, /^wrong/m);
});

test("wrong settings are named at once; the machine is looked at nevertheless, and the status is 2", async () => {
  const folder = someFolder();
  writeFileSync(join(folder, ".env"), "THREADBOOK_STEP=3\n", { mode: 0o600 });
  const { status, out } = await new DoctorProcess({ MODEL_DIALECT: "morse", DISCORD_TOKEN_FILE: "/none" }, folder)
    .ended;
  assert.equal(status, 2);
  assert.deepEqual(subjects(out), ["settings", "Node", "Python", "fonts"]);
  assert.match(out, /^wrong +settings +3 wrong/);
  for (const said of [
    /THREADBOOK_STEP:.*THREADBOOK_STEPS/,
    /MODEL_DIALECT.*'morse'/,
    /DISCORD_TOKEN_FILE.*no such file/,
  ])
    assert.match(out, said);
});

test("a data folder that cannot be made is a wrong setting", async () => {
  const { status, out } = await new DoctorProcess({ THREADBOOK_DATA: "/dev/null/data" }).ended;
  assert.equal(status, 2);
  assert.match(out, /Expected THREADBOOK_DATA to be a folder that can be made/);
});

test("no secret is told, wherever it stood and whoever repeats it; what does not work makes the status 1", async () => {
  // A server that refuses is asked once more, with less.
  const repeats = refuses(400, "no: key-hunter2 and store-hunter2");
  await using model = await ModelServer.start(repeats, repeats);
  await using platforms = await JsonServer.start({
    "/api/auth.test": { body: { ok: true, user: "bot xoxb-hunter2", team: "xapp-hunter2" } },
    "/api/apps.connections.open": { body: { ok: false, error: "xapp-hunter2" } },
    "/api/v10/users/@me": { body: { username: "discord-hunter2" } },
    "/api/v10/applications/@me": { body: { flags: 0 } },
  });
  const folder = someFolder();
  writeFileSync(join(folder, ".env"), "SLACK_BOT_TOKEN=xoxb-hunter2\nOPENAI_API_KEY=key-hunter2\n", { mode: 0o644 });
  writeFileSync(join(folder, "token"), "discord-hunter2\n");
  const settings = {
    OPENAI_BASE_URL: model.url,
    SLACK_APP_TOKEN: "xapp-hunter2",
    SLACK_API_URL: `${platforms.url}/api`,
    DISCORD_TOKEN_FILE: join(folder, "token"),
    DISCORD_API_URL: `${platforms.url}/api`,
    STORE_URL: `sqlite:${folder}/store?password=store-hunter2`,
  };
  const { status, out, err } = await new DoctorProcess(settings, folder).ended;
  assert.equal(status, 1, out + err);
  assert.doesNotMatch(out + err, /hunter2/);
  assert.match(
    out,
    /^warning +settings +9 set[^]*\.env holds OPENAI_API_KEY, SLACK_BOT_TOKEN and can be read by other/m,
  );
  for (const subject of ["model", "Slack", "Discord"]) assert.match(out, new RegExp(`^wrong +${subject} `, "m"));
});

test("secrets in wrong settings are not told either", async () => {
  const settings = {
    SLACK_BOT_TOKEN: "hunter2-slack",
    DISCORD_TOKEN: "hunter2 discord",
    STORE_URL: "mysql://me:hunter2@db/threads",
    OPENAI_BASE_URL: "http://me:hunter2@box/v1",
    OPENAI_API_KEY_FILE: "hunter2-key",
  };
  const { status, out, err } = await new DoctorProcess(settings).ended;
  assert.equal(status, 2);
  assert.match(out, /5 wrong/);
  assert.doesNotMatch(out + err, /hunter2/);
});

test("the doctor speaks the language of whoever asks", async () => {
  const { out } = await new DoctorProcess({ LANG: "zh_CN.UTF-8", MODEL_DIALECT: "morse" }).ended;
  assert.match(out, /^有误 +设置 +1 处有误[^]*正常 +字体[^]*1 项有误。\n$/);
});

test("a Ctrl-C ends it with 130 and leaves nothing behind", async () => {
  const doctor = new DoctorProcess();
  await doctor.interrupt();
  assert.equal((await doctor.ended).status, 130);
  assert.deepEqual(
    readdirSync(doctor.data).filter((name) => name.startsWith("doctor-")),
    [],
  );
});
