/**
 * A time as `<input type="datetime-local">` has it, such as `2026-11-30T14:20`.
 * @param timezone default: that of this computer, also when it is empty
 */
export function wallTime(at: number, timezone = ''): string {
  const zone = timezone === '' ? {} : { timeZone: timezone };
  // Swedish writes dates as ISO 8601 does.
  const text = new Intl.DateTimeFormat('sv-SE', { ...zone, dateStyle: 'short', timeStyle: 'short' }).format(at);
  return text.replace(' ', 'T');
}
