import { join } from "node:path";
import { leaseContract } from "../../contracts/lease-contract.ts";
import { storeContract } from "../../contracts/store-contract.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const makePlace = async () => {
  const folder = await temporaryFolder();
  return { ...folder, location: `sqlite:${join(folder.path, "store.sqlite")}` };
};

storeContract("SQLite", makePlace);
leaseContract("SQLite", makePlace);
