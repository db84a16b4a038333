/**
 * The names of the numbers in a result or a rollup. Kinds name their phases and metrics; the store knows none of these
 * names.
 */

/** The names, in the order in which the numbers are stored. */
export interface Layout {
  readonly phases: readonly string[];
  readonly metrics: readonly string[];
  /** The metrics that are stored with a sketch. */
  readonly charted: readonly string[];
  /** The metrics that are durations: those of a disturbed check do not count. Absent: none, or the layout of a rollup. */
  readonly durations?: readonly string[];
}

export const NO_NAMES: readonly string[] = [];

/** Two merged lists of names, and the positions of each list's names in the merged one. */
export interface MergedNames {
  readonly names: readonly string[];
  readonly placesOfA: readonly number[];
  readonly placesOfB: readonly number[];
}

const interned = new Map<string, readonly string[]>([['[]', NO_NAMES]]);
const merged = new WeakMap<readonly string[], WeakMap<readonly string[], MergedNames>>();

/**
 * Returns the same list object for equal lists. A chart adds up a hundred thousand checks and compares their names by
 * identity. There are only as many lists as kinds have combinations of phases.
 */
export function internNames(names: readonly string[]): readonly string[] {
  const key = JSON.stringify(names);
  const known = interned.get(key);
  if (known !== undefined) return known;
  interned.set(key, names);
  return names;
}

/** Interns the lists of a layout. */
export function internLayout({ phases, metrics, charted, durations = NO_NAMES }: Layout): Layout {
  return {
    phases: internNames(phases),
    metrics: internNames(metrics),
    charted: internNames(charted),
    durations: internNames(durations),
  };
}

/** Merges two lists. The names keep the order of each list as far as the other list allows. */
export function mergeNames(a: readonly string[], b: readonly string[]): MergedNames {
  let ofA = merged.get(a);
  if (ofA === undefined) {
    ofA = new WeakMap();
    merged.set(a, ofA);
  }
  let both = ofA.get(b);
  if (both === undefined) {
    const names = internNames(interleave(a, b));
    both = { names, placesOfA: placesIn(names, a), placesOfB: placesIn(names, b) };
    ofA.set(b, both);
  }
  return both;
}

function interleave(a: readonly string[], b: readonly string[]): readonly string[] {
  const names: string[] = [];
  let next = 0;
  for (const name of b) {
    const place = a.indexOf(name, next);
    if (place >= 0) {
      // Names that only `a` has come before the next common name.
      names.push(...a.slice(next, place).filter((other) => !names.includes(other)));
      next = place + 1;
    }
    if (!names.includes(name)) names.push(name);
  }
  names.push(...a.filter((other) => !names.includes(other)));
  return names;
}

function placesIn(names: readonly string[], some: readonly string[]): readonly number[] {
  return some.map((name) => names.indexOf(name));
}
