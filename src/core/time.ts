/**
 * A moment as people write it, with its offset from UTC, such as `2026-03-01T09:30:00+08:00`.
 * @param at milliseconds since 1970
 */
export function zonedTime(at: number): string {
  const moment = new Date(at);
  const offset = -moment.getTimezoneOffset();
  const local = new Date(at + offset * 60_000).toISOString().slice(0, 19);
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, "0");
  const minutes = String(Math.abs(offset) % 60).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${hours}:${minutes}`;
}
