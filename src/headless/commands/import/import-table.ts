/** The table of a dry run. */
import type { ImportState } from '../../../contract/channels/imports.ts';
import type { MergedEndpoint } from '../../../engine/importers/merge.ts';
import { printable } from '../../base/io.ts';

const STATES = {
  new: 'add',
  changed: 'update',
  same: 'unchanged',
  exists: 'there already',
} as const satisfies Record<ImportState, string>;

/** A line for each endpoint: what happens to it, its name, its kind and its target; then a line with the totals. */
export function importTable(merged: readonly MergedEndpoint[]): string {
  const rows = merged.map(({ imported, kind, target, state, changes }) => [
    STATES[state],
    printable(imported.name),
    kind,
    printable(changes.length === 0 ? target : `${target} (${changes.join(', ')})`),
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const totals = Object.entries(STATES).flatMap(([state, label]) => {
    const count = merged.filter((one) => one.state === state).length;
    return count === 0 ? [] : [`${count} ${label}`];
  });
  return [...lines, totals.length === 0 ? 'No endpoints' : totals.join(', '), ''].join('\n');
}
