/** Where a store's server is. */
export interface ServerAddress {
  /** As it was given, with its password: for the server's client alone. */
  readonly url: string;
  /** Host, port and database, to be shown. */
  readonly shown: string;
}

export function serverAddress(url: string): ServerAddress {
  // The error of URL carries the whole address, with its password.
  if (!URL.canParse(url)) {
    throw new Error(`Expected a store's address such as redis://host:6379/0 or postgresql://user@host/database.`);
  }
  const { protocol, host, pathname } = new URL(url);
  return { url, shown: `${protocol}//${host}${pathname}` };
}
