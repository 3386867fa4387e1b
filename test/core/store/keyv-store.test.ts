import { join } from "node:path";
import { storeContract } from "../../contracts/store-contract.ts";
import { temporaryFolder } from "./temporary-folder.ts";

storeContract("SQLite", async () => {
  const folder = await temporaryFolder();
  return { ...folder, location: `sqlite:${join(folder.path, "store.sqlite")}` };
});
