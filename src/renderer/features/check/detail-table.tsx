import { CornerDownRight } from 'lucide-react';
import type { ColumnDescriptor, DetailDescriptor } from '../../../contract/descriptor.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { formatCount, formatLatency } from '../../format.ts';
import { noteClickedFocus } from '../../components/clicked-focus.ts';
import css from './detail-table.module.css';

export type Row = Readonly<Record<string, unknown>>;

/** The value of a detail with format `table`; null: it has another shape. */
export function rowsOf(value: unknown): readonly Row[] | null {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord) ? value : null;
}

/** The columns that have a value in at least one row. */
export function filledColumns(columns: readonly ColumnDescriptor[], rows: readonly Row[]): readonly ColumnDescriptor[] {
  return columns.filter(({ name }) => rows.some((row) => row[name] !== undefined && row[name] !== null));
}

/** A cell as text; empty: there is no value. */
export function cellText(format: ColumnDescriptor['format'], value: unknown): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : '';
  if (format === 'duration') return formatLatency(value);
  const text = formatCount(Number(value.toPrecision(4)));
  return format === 'percent' ? `${text}\u00a0%` : text;
}

export interface DetailTableProps {
  readonly detail: Pick<DetailDescriptor, 'label' | 'columns' | 'marks'>;
  readonly rows: readonly Row[];
}

const NONE: readonly ColumnDescriptor[] = [];

/** A detail of several rows, with the columns that its kind declares. */
export function DetailTable({ detail: { label, columns = NONE, marks }, rows }: DetailTableProps) {
  const shown = filledColumns(columns, rows);
  const markLabel = columns.find(({ name }) => name === marks)?.label;
  return (
    // It may be wider than the panel, so people must be able to scroll it with the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={css.scroller} tabIndex={0} aria-label={label} ref={noteClickedFocus}>
      <table className={css.table}>
        <thead>
          <tr>
            {shown.map(({ name, label: heading, format }) => (
              <th key={name} scope="col" data-format={format}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const marked = marks !== undefined && cellText('text', row[marks]) !== '';
            return (
              // Two rows may have the same cells, so only its position identifies a row.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={index} data-marked={marked || undefined}>
                {shown.map(({ name, format }) => (
                  <td key={name} data-format={format}>
                    {name === marks && marked ? <CornerDownRight size={12} aria-label={markLabel} /> : null}
                    {cellText(format, row[name])}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
