import { Dialog } from '../../components/dialog.tsx';
import { formatCount } from '../../format.ts';
import { cellText, type ChartTable } from '../data/chart-table.ts';
import css from './table-dialog.module.css';

/** Nobody reads more rows than this, and their layout would take long. */
const MOST_ROWS = 1000;

export interface TableDialogProps {
  readonly title: string;
  readonly subtitle: string;
  readonly table: ChartTable;
  readonly onClose: () => void;
}

/** The data of a chart, newest first. */
export function TableDialog({ title, subtitle, table: { columns, rows }, onClose }: TableDialogProps) {
  const shown = rows.slice(-MOST_ROWS).toReversed();
  const left = rows.length - shown.length;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={subtitle}
      width={960}
    >
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            // A row is identified by its time, or by its time and latencies.
            <tr key={row.slice(0, 2).join(' ')}>
              {columns.map((column, place) => (
                <td key={column.name}>{cellText(row[place] ?? null, column)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {left === 0 ? null : <p className={css.note}>{formatCount(left)} older rows are in the CSV.</p>}
    </Dialog>
  );
}
