/** Details of a check as text, each in the format that its kind declares. Pure. */
import type { DetailDescriptor, DetailFormat } from '../../../contract/descriptor.ts';
import type { ConditionResult } from '../../../contract/model/condition.ts';
import type { CheckDetails, Redirect, StepResult, TlsDetails } from '../../../contract/model/check.ts';
import { formatBytes, formatCount, formatLatency } from '../../format.ts';
import { wordsOf } from '../../words.ts';
import { changesOf, changeText } from './change-lines.ts';
import { rowsOf, type Row } from './detail-table.tsx';
import { STEP_OUTCOMES } from './step-waterfall-layout.ts';
import { formatFullDateTime } from './when.ts';
import { isRecord } from '../../../shared/is-record.ts';

/** The maximum length of code beside a label, in characters; longer code gets its own lines. */
const LINE_CHARACTERS = 80;

/** Formats a detail; null: it is absent. A value whose type does not match the format is shown unchanged. */
export function detailText(format: DetailFormat, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  switch (format) {
    case 'number':
      return typeof value === 'number' ? formatCount(value) : plainText(value);
    case 'bytes':
      return typeof value === 'number' ? formatBytes(value) : plainText(value);
    case 'duration':
      return typeof value === 'number' ? formatLatency(value) : plainText(value);
    case 'time':
      return typeof value === 'number' ? formatFullDateTime(value) : plainText(value);
    case 'list':
      return Array.isArray(value) && value.every((one) => typeof one !== 'object')
        ? value.join('\n')
        : plainText(value);
    case 'tls': {
      const tls = tlsOf(value);
      return tls === null
        ? plainText(value)
        : `${tls.protocol}, ${tls.authorized || tls.pinned === true ? 'trusted' : 'not trusted'}`;
    }
    case 'redirects': {
      const redirects = redirectsOf(value);
      return redirects === null
        ? plainText(value)
        : redirects.map(({ status, url }) => `${status} ${url}`).join('\n') || null;
    }
    case 'steps': {
      const steps = stepsOf(value);
      return steps === null
        ? plainText(value)
        : steps.map((step) => `${step.number}. ${step.name}: ${STEP_OUTCOMES[step.outcome]}`).join('\n') || null;
    }
    case 'conditions': {
      const conditions = conditionsOf(value);
      return conditions === null
        ? plainText(value)
        : conditions.map(({ holds, shown }) => `${holds ? '✓' : '✗'} ${shown}`).join('\n') || null;
    }
    case 'changes': {
      const changes = changesOf(value);
      return changes === null ? plainText(value) : changes.map(changeText).join('\n') || null;
    }
    case 'table':
      return rowsOf(value)?.map(rowText).join('\n') ?? detailText('list', value);
    case 'text':
    case 'boolean':
    case 'code':
      return plainText(value);
    default:
      return format satisfies never;
  }
}

/** Whether a detail needs its own lines under its label. */
export function isBlock(format: DetailFormat, value: unknown): boolean {
  const text = detailText(format, value);
  if (text === null) return false;
  if (format === 'redirects' || format === 'steps' || format === 'conditions' || format === 'changes') return true;
  if (format === 'table') return rowsOf(value) !== null || text.includes('\n');
  return text.includes('\n') || (format === 'code' && text.length > LINE_CHARACTERS);
}

/** The certificate that a check found, where its kind declares one. */
export function tlsAmong(details: CheckDetails, declared: readonly DetailDescriptor[]): TlsDetails | null {
  const name = declared.find(({ format }) => format === 'tls')?.name;
  return name === undefined ? null : tlsOf(details[name]);
}

/** The value of a detail with format `redirects`; null: it has another shape. */
export function redirectsOf(value: unknown): readonly Redirect[] | null {
  const isRedirect = (one: unknown): one is Redirect =>
    isRecord(one) && typeof one['status'] === 'number' && typeof one['url'] === 'string';
  return Array.isArray(value) && value.every(isRedirect) ? value : null;
}

/** The value of a detail with format `steps`; null: it has another shape. */
export function stepsOf(value: unknown): readonly StepResult[] | null {
  const isStep = (one: unknown): one is StepResult =>
    isRecord(one) && typeof one['name'] === 'string' && typeof one['outcome'] === 'string';
  return Array.isArray(value) && value.every(isStep) ? value : null;
}

/** The value of a detail with format `conditions`; null: it has another shape. */
export function conditionsOf(value: unknown): readonly ConditionResult[] | null {
  const isResult = (one: unknown): one is ConditionResult =>
    isRecord(one) && typeof one['holds'] === 'boolean' && typeof one['shown'] === 'string';
  return Array.isArray(value) && value.every(isResult) ? value : null;
}

function tlsOf(value: unknown): TlsDetails | null {
  const isTls = (one: unknown): one is TlsDetails =>
    isRecord(one) && typeof one['protocol'] === 'string' && Array.isArray(one['chain']);
  return isTls(value) ? value : null;
}

/** Details that every kind can have, and that are shown elsewhere. */
const ELSEWHERE: ReadonlySet<string> = new Set(['changes', 'conditions', 'warning']);

/** Details without a descriptor, as another version of Lookout may have stored them: `['Record count', '3']`. */
export function undeclaredDetails(
  details: CheckDetails,
  declared: readonly DetailDescriptor[],
): readonly (readonly [label: string, value: string])[] {
  const names = new Set(declared.map(({ name }) => name));
  return Object.entries(details).flatMap(([name, value]) =>
    names.has(name) || ELSEWHERE.has(name) || value === undefined || value === null
      ? []
      : [[wordsOf(name), plainText(value)] as const],
  );
}

function rowText(row: Row): string {
  return Object.values(row)
    .map((cell) => plainText(cell ?? ''))
    .join('  ');
}

function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ');
  return JSON.stringify(value) ?? '';
}
