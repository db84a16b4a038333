/** Reads what the script in the page reports. It runs in a world of its own, but in a process of the page. */
import { toData, toText } from './chromium.ts';
import { KEYS } from './actions.ts';
import type { Place } from './place.ts';
import type { UserAction } from './recorder.ts';

const BYS: readonly string[] = ['css', 'text', 'label', 'role', 'testid'] satisfies readonly Place['by'][];
const REASONS = ['unnamed', 'frame', 'control'] as const;
const MAX_TEXT = 4_000;

/** Null: it is not a valid report. */
export function readUserAction(payload: string): UserAction | null {
  const data = parse(payload);
  const text = (name: string) => toText(data[name]).slice(0, MAX_TEXT);
  const { type } = data;
  if (type === 'lost') {
    const reason = REASONS.find((one) => one === data['reason']);
    return reason === undefined ? null : { type, reason, what: text('what').slice(0, 100) };
  }
  if (type === 'press') {
    const key = KEYS.find((one) => one === data['key']);
    return key === undefined ? null : { type, key };
  }
  const place = readPlace(toData(data['place']));
  if (place === null) return null;
  if (type === 'click' || type === 'expect') return { type, place };
  if (type === 'type') return { type, place, text: text('text') };
  if (type === 'secret') return { type, place, name: text('name') };
  return type === 'select' ? { type, place, option: text('option') } : null;
}

function parse(payload: string): Readonly<Record<string, unknown>> {
  try {
    return toData(JSON.parse(payload));
  } catch {
    return {};
  }
}

function readPlace({ by, value, role }: Readonly<Record<string, unknown>>): Place | null {
  if (typeof by !== 'string' || !BYS.includes(by) || typeof value !== 'string') return null;
  if (value === '' || value.length > 500 || value.includes('{{')) return null;
  if (by !== 'role') return { by: by as Place['by'], value };
  return typeof role === 'string' && /^[a-z]+$/u.test(role) ? { by, role, value } : null;
}
