import { writeFileSync } from "node:fs";
import { exampleEnvironment } from "./example-environment.ts";

writeFileSync(new URL("example.env", import.meta.url), exampleEnvironment());
