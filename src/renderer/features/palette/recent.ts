/** What was chosen in the palette, the last first; kept in this browser, or for this window where it keeps nothing. */

const KEY = 'lookout.palette';
const KEPT = 20;

let recent: readonly string[] | null = null;

export function getRecent(): readonly string[] {
  recent ??= read();
  return recent;
}

export function remember(id: string): void {
  recent = [id, ...getRecent().filter((other) => other !== id)].slice(0, KEPT);
  try {
    localStorage.setItem(KEY, JSON.stringify(recent));
  } catch {
    // A browser that keeps nothing (private, full): remembered for as long as the page is there.
  }
}

function read(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string').slice(0, KEPT) : [];
  } catch {
    // The same, or something else wrote there: begin anew.
    return [];
  }
}
