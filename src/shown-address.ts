/** An address as it may be shown: without user, password and what is asked behind it. */
export function shownAddress(address: string): string {
  if (!URL.canParse(address)) return address;
  const { protocol, host, pathname } = new URL(address);
  return host === "" ? address : `${protocol}//${host}${pathname}`;
}
