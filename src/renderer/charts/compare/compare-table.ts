/** The data of a chart that compares endpoints, as a table. Pure. */
import type { TimeSpan } from '../../../shared/time-view.ts';
import type { CompareLine } from './compare-lines.ts';
import { columnName, TIME, type ChartTable, type TableColumn } from '../data/chart-table.ts';
import type { ChartRow } from '../data/rows.ts';
import type { ValueFormat } from '../scale/value-format.ts';

/**
 * A row for each time at which some line has a point, and a column for each line, and for its earlier time if that is shown.
 * @param unit of the values in the names of columns: `ms`, or `share` of the median
 * @param ghostLabel the earlier time, such as `Yesterday`
 */
export function compareTable(
  lines: readonly CompareLine[],
  { from, to }: TimeSpan,
  format: ValueFormat,
  { unit, ghostLabel }: { readonly unit: string; readonly ghostLabel: string },
): ChartTable {
  const sources = lines.flatMap(({ name, rows, ghost, unit: divisor }) => [
    { name, rows: rows ?? [], divisor },
    ...(ghost === null ? [] : [{ name: `${name}, ${ghostLabel}`, rows: ghost, divisor }]),
  ]);
  const values = sources.map(({ rows, divisor }) => valuesByTime(rows, divisor));
  const times = [...new Set(values.flatMap((byTime) => [...byTime.keys()]))].filter((at) => at >= from && at <= to);
  times.sort((a, b) => a - b);
  const names = uniqueNames(sources.map(({ name }) => `${columnName(name)}_${unit}`));
  const columns = sources.map(({ name }, index): TableColumn => ({
    name: names[index] ?? name,
    label: name,
    write: format.write,
  }));
  return {
    columns: [TIME, ...columns],
    rows: times.map((at) => [at, ...values.map((byTime) => byTime.get(at) ?? null)]),
  };
}

function valuesByTime(rows: readonly ChartRow[], divisor: number | null): ReadonlyMap<number, number | null> {
  return new Map(
    rows.map(({ at, value }) => [at, value === null || divisor === null ? null : value / divisor] as const),
  );
}

/** Endpoints may have the same name: `shop_ms`, `shop_ms_2`. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}_${before + 1}`;
  });
}
