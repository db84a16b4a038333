/** The entries that were used in the palette, newest first. They are stored in this browser if it allows that. */

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
    // The browser stores nothing (private mode, or full): the list is kept until the page closes.
  }
}

function read(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string').slice(0, KEPT) : [];
  } catch {
    // The browser stores nothing, or the value is damaged: start with an empty list.
    return [];
  }
}
