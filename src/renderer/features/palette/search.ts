/** Finds the best matches among ten thousand entries. Pure. */

export interface Searchable {
  /** Stable, because it is stored in the list of recent entries. */
  readonly id: string;
  /** The visible label, which people usually type. */
  readonly label: string;
  /** More search words. */
  readonly more: string;
}

interface Haystack {
  readonly label: string;
  readonly more: string;
}

/** Lower-case text to search, built once for each entry. */
const haystacks = new WeakMap<Searchable, Haystack>();

function haystackOf(entry: Searchable): Haystack {
  let haystack = haystacks.get(entry);
  if (haystack === undefined) {
    haystack = { label: entry.label.toLowerCase(), more: entry.more.toLowerCase() };
    haystacks.set(entry, haystack);
  }
  return haystack;
}

/** Whether a word begins here: at the start of the text, or after a character that is not a letter or digit. */
function beginsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
}

/** A lower score is better; null: no match. */
function scoreWord({ label, more }: Haystack, word: string): number | null {
  const at = label.indexOf(word);
  if (at === 0) return 0;
  if (at > 0) return beginsWord(label, at) || label.includes(` ${word}`) ? 1 : 3;
  const further = more.indexOf(word);
  if (further === -1) return null;
  return beginsWord(more, further) ? 4 : 5;
}

export interface Found<T> {
  /** The best matches first. Equal matches keep their order. */
  readonly best: readonly T[];
  /** How many entries match. */
  readonly total: number;
}

/**
 * @param text words that must all match; empty: everything matches
 * @param recent ids of recent entries, the newest first; they come first among equal matches
 * @param limit the most entries to return
 */
export function search<T extends Searchable>(
  entries: Iterable<T>,
  text: string,
  recent: readonly string[],
  limit: number,
): Found<T> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  // In buckets by score, because sorting ten thousand entries would delay typing.
  const byScore: T[][] = [];
  let total = 0;
  for (const entry of entries) {
    const score = scoreOf(haystackOf(entry), words);
    if (score === null) continue;
    total++;
    (byScore[score] ??= []).push(entry);
  }
  const recency = new Map(recent.map((id, index) => [id, index]));
  const best: T[] = [];
  for (const equals of byScore) {
    if (best.length >= limit) break;
    if (equals === undefined) continue;
    const used = equals.filter(({ id }) => recency.has(id));
    used.sort((a, b) => (recency.get(a.id) ?? 0) - (recency.get(b.id) ?? 0));
    best.push(...used);
    for (const entry of equals) {
      if (best.length >= limit) break;
      if (!recency.has(entry.id)) best.push(entry);
    }
  }
  return { best: best.slice(0, limit), total };
}

function scoreOf(haystack: Haystack, words: readonly string[]): number | null {
  let score = 0;
  for (const word of words) {
    const one = scoreWord(haystack, word);
    if (one === null) return null;
    score += one;
  }
  return score;
}
