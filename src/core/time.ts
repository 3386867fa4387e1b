/**
 * A moment as people write it, with its offset from UTC, such as `2026-03-01T09:30:00+08:00`.
 * @param at milliseconds since 1970
 * @param timeZone IANA name of where the person is; a name that nobody knows, and none, mean where the bot is
 */
export function zonedTime(at: number, timeZone?: string): string {
  const parts = new Map(
    format(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const [year, month, day] = [parts.get("year"), parts.get("month"), parts.get("day")];
  const time = `${parts.get("hour")}:${parts.get("minute")}:${parts.get("second")}`;
  const offset = parts.get("timeZoneName")?.slice("GMT".length) || "+00:00";
  return `${year}-${month}-${day}T${time}${offset}`;
}

function format(timeZone: string | undefined): Intl.DateTimeFormat {
  const how: Intl.DateTimeFormatOptions = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  };
  try {
    return new Intl.DateTimeFormat("en-US", timeZone === undefined ? how : { ...how, timeZone });
  } catch (error) {
    if (error instanceof RangeError) return new Intl.DateTimeFormat("en-US", how);
    throw error;
  }
}
