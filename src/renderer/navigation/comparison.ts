/** The state of the compare page, as a query of its address. Pure. */
import { readTimeView, writeTimeView, type TimeView } from '../../shared/time-view.ts';

/** `relative`: to the median of each endpoint. */
export type ComparedValue = 'absolute' | 'relative';
/** An earlier time behind each line. */
export type Ghost = 'none' | 'yesterday' | 'lastWeek';
/** `multiples`: a small chart for each endpoint. */
export type CompareLayout = 'one' | 'multiples';

export interface Comparison {
  /** In the order in which they are shown; empty for a group. */
  readonly ids: readonly string[];
  /** All endpoints of a group; absent: those of `ids`. */
  readonly group?: string;
  readonly value: ComparedValue;
  readonly ghost: Ghost;
  readonly layout: CompareLayout;
  /** Absent: the default view of charts. */
  readonly view?: TimeView;
}

/** The maximum number of endpoints in one chart: more lines cannot be distinguished. */
export const MOST_IN_ONE = 8;

const GHOSTS: readonly Ghost[] = ['yesterday', 'lastWeek'];

/** A comparison of endpoints with defaults for everything else. */
export function comparisonOf(ids: readonly string[], more: Partial<Comparison> = {}): Comparison {
  const layout = ids.length > MOST_IN_ONE || more.group !== undefined ? 'multiples' : 'one';
  return { ids, value: 'absolute', ghost: 'none', layout, ...more };
}

/** The query of a comparison, such as `ids=a,b&ghost=yesterday&last=3600000`; without default values. */
export function writeComparison(comparison: Comparison): string {
  const { ids, group, value, ghost, layout, view } = comparison;
  const plain = comparisonOf(ids, group === undefined ? {} : { group });
  const parts = [
    group === undefined ? `ids=${ids.map(encodeURIComponent).join(',')}` : `group=${encodeURIComponent(group)}`,
    ...(value === plain.value ? [] : [`value=${value}`]),
    ...(ghost === plain.ghost ? [] : [`ghost=${ghost}`]),
    ...(layout === plain.layout ? [] : [`layout=${layout}`]),
    ...(view === undefined ? [] : [writeTimeView(view)]),
  ];
  return parts.join('&');
}

/** The inverse of `writeComparison`. Invalid parts get their default, and duplicate endpoints are removed. */
export function readComparison(query: string): Comparison {
  // Not `URLSearchParams`, which would decode the commas of ids, too.
  const given = new Map(
    query.split('&').map((part) => {
      const [name = '', ...text] = part.split('=');
      return [name, text.join('=')] as const;
    }),
  );
  const listed = (given.get('ids') ?? '').split(',').map(decoded);
  const group = given.get('group');
  const ids = group === undefined ? [...new Set(listed)].filter((id) => id !== '') : [];
  const plain = comparisonOf(ids, group === undefined ? {} : { group: decoded(group) });
  const view = readTimeView(query);
  const layout = given.get('layout');
  return {
    ...plain,
    value: given.get('value') === 'relative' ? 'relative' : 'absolute',
    ghost: GHOSTS.find((one) => one === given.get('ghost')) ?? 'none',
    layout: layout === 'one' || layout === 'multiples' ? layout : plain.layout,
    ...(view === null ? {} : { view }),
  };
}

/** Anyone can write an address: text that is not percent-encoded correctly is returned as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
