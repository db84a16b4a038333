import { styleText } from 'node:util';
import type { DetailFormat, KindDescriptor } from '../../../contract/descriptor.ts';
import type { Verdict } from '../../../contract/model/check.ts';
import type { Ms } from '../../../contract/model/units.ts';
import type { OnceResult } from './check-once.ts';
import { brokenConditions } from '../../../shared/warning.ts';
import type { ReadableFailure } from '../../base/texts.ts';
import { durationUnits } from '../../../i18n/en/duration-units.ts';
import { formatLatency } from '../../../i18n/latency.ts';
import { createUnits } from '../../../i18n/units.ts';
import { printable } from '../../base/io.ts';

const COLORS = {
  up: 'green',
  degraded: 'yellow',
  down: 'red',
  unknown: 'magenta',
} as const satisfies Record<Verdict, Parameters<typeof styleText>[0]>;

const units = createUnits({ locale: 'en' });

/** A result with the sentences of its failure and of its warning. */
export interface ReadableResult extends Omit<OnceResult, 'failure'> {
  readonly failure: ReadableFailure | null;
  /** Why it is degraded; null: it is not, or it only took too long. */
  readonly warning: ReadableFailure | null;
}

/** The part of a kind that says which details a line shows. */
type Described = Pick<KindDescriptor, 'kind' | 'details'>;

/**
 * A table for people: a line per result in the given order, with a line for each of its conditions that does not hold
 * unless the first line says it all, and a summary.
 * @param tookMs the duration of all checks together
 */
export function formatTable(
  results: readonly ReadableResult[],
  tookMs: Ms,
  { colors, kinds }: { readonly colors: boolean; readonly kinds: readonly Described[] },
): string {
  const rows = results.map((result) => [
    result.status,
    printable(result.name),
    printable(result.target),
    formatMs(result.durationMs),
    printable(explain(result, kinds)),
  ]);
  const table = [['STATUS', 'NAME', 'TARGET', 'TIME', 'WHAT'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => widthOf(row[column] ?? ''))));
  const lines = table.map((row, index) => {
    const cells = row.map((cell, column) => pad(cell, widths[column] ?? 0, column === 3));
    const result = results[index - 1];
    if (colors) {
      // Colors are added after padding, because escapes have no width.
      if (result === undefined) return styleText('dim', cells.join('  ').trimEnd(), { validateStream: false });
      cells[0] = styleText(COLORS[result.status], cells[0] ?? '', { validateStream: false });
    }
    return [cells.join('  ').trimEnd(), ...(result === undefined ? [] : conditionLines(result))].join('\n');
  });
  return `${lines.join('\n')}\n\n${summary(results)} in ${formatMs(tookMs)}\n`;
}

function formatMs(ms: Ms): string {
  return formatLatency(ms, { units: durationUnits });
}

function explain(result: ReadableResult, kinds: readonly Described[]): string {
  const what = finding(result, kinds);
  return result.disturbed ? `${what} (measured while Lookout was busy)`.trimStart() : what;
}

function conditionLines({ failure, details }: ReadableResult): readonly string[] {
  const broken = brokenConditions(details);
  if (broken.length === 1 && (failure === null || failure.code === 'condition.failed')) return [];
  return broken.map(({ severity, shown }) => `    ${severity === 'warn' ? '!' : '✗'} ${printable(shown)}`);
}

function finding({ kind, failure, warning, details, status }: ReadableResult, kinds: readonly Described[]): string {
  if (failure !== null) return failure.message;
  const described = kinds.find((candidate) => candidate.kind === kind)?.details ?? [];
  const answer = described
    .flatMap(({ name, label, format, brief }) => {
      const text = brief === true ? detailText(format, details[name]) : null;
      return text === null ? [] : [`${label} ${text}`];
    })
    .join(', ');
  if (status !== 'degraded') return answer;
  if (warning === null) return `${answer} slower than it should be`.trimStart();
  return answer === '' ? warning.message : `${answer}, ${warning.message}`;
}

/** A detail in the format that its kind declares; null: it is not there, or takes more than a line. */
function detailText(format: DetailFormat, value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return numberText(format, value);
  if (format !== 'list' || !Array.isArray(value) || value.length === 0) return null;
  return value.every((one) => typeof one === 'string') ? units.list(value) : null;
}

function numberText(format: DetailFormat, value: number): string {
  if (format === 'bytes') return units.bytes(value);
  if (format === 'duration') return formatMs(value);
  return format === 'time' ? units.dateTime(value) : String(value);
}

function summary(results: readonly ReadableResult[]): string {
  const counts = Object.keys(COLORS).flatMap((status) => {
    const count = results.filter((result) => result.status === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  return counts.join(', ');
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}

/** In terminal columns: combining marks take none, East Asian wide characters two (UAX #11, the common blocks). */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Extended_Pictographic}]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}
