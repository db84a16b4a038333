import { Copy, Download, Ellipsis, Table2 } from 'lucide-react';
import { useState, type RefObject } from 'react';
import { IconButton } from '../components/button.tsx';
import { DropdownMenu, type MenuEntry } from '../components/menu.tsx';
import { toast } from '../components/toast.tsx';
import { copyText } from '../live/copy-text.ts';
import { toastError } from '../live/use-command.ts';
import { csvOf, type ChartTable } from './chart-table.ts';
import { saveFile } from './save-file.ts';
import { TableDialog } from './table-dialog.tsx';

export interface ChartMenuProps {
  /** Such as `Latency of Shop`. */
  readonly title: string;
  /** The time range. */
  readonly subtitle: string;
  /** The file name without its extension. */
  readonly fileName: string;
  /** A one-sentence summary of the chart. */
  readonly summary: string;
  /** Makes the data of the chart; null: there is none yet. */
  readonly table: () => ChartTable | null;
  /** The element that contains the chart, its legend and its menu. */
  readonly section: RefObject<HTMLElement | null>;
}

/** Copies and saves a chart as an image or as data, and shows its data as a table. */
export function ChartMenu({ title, subtitle, fileName, summary, table, section }: ChartMenuProps) {
  const [shown, setShown] = useState<ChartTable | null>(null);
  const image = async () => {
    const [{ chartImage, pngOf }, element] = [await import('./chart-svg.ts'), section.current];
    if (element === null) throw new Error('The chart is no longer shown');
    const svg = chartImage(element, title, subtitle);
    return { svg: svg.svg, png: () => pngOf(svg) };
  };
  const run = (failed: string, act: () => Promise<void>) => () => {
    act().catch((error: unknown) => toastError(failed, error));
  };
  const csv = () => csvOf(table() ?? { columns: [], rows: [] });
  const entries = (): readonly MenuEntry[] => {
    const disabled = table() === null;
    return [
      {
        label: 'Copy as PNG',
        icon: Copy,
        onSelect: run('Could not copy', async () => {
          const png = image().then((drawn) => drawn.png());
          await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
          toast({ title: 'Chart copied' });
        }),
      },
      {
        label: 'Copy as SVG',
        icon: Copy,
        onSelect: run('Could not copy', async () => copyText((await image()).svg, 'Chart copied as SVG')),
      },
      {
        label: 'Copy as CSV',
        icon: Copy,
        disabled,
        onSelect: run('Could not copy', async () => copyText(csv(), 'Data copied')),
      },
      {
        label: 'Copy summary',
        icon: Copy,
        onSelect: run('Could not copy', async () => copyText(summary, 'Summary copied')),
      },
      'separator',
      {
        label: 'Save as PNG',
        icon: Download,
        onSelect: run('Could not save', async () => saveFile(await (await image()).png(), `${fileName}.png`)),
      },
      {
        label: 'Save as SVG',
        icon: Download,
        onSelect: run('Could not save', async () =>
          saveFile(new Blob([(await image()).svg], { type: 'image/svg+xml' }), `${fileName}.svg`),
        ),
      },
      {
        label: 'Save as CSV',
        icon: Download,
        disabled,
        onSelect: run('Could not save', async () =>
          saveFile(new Blob([csv()], { type: 'text/csv' }), `${fileName}.csv`),
        ),
      },
      'separator',
      { label: 'Show as table', icon: Table2, disabled, onSelect: () => setShown(table()) },
    ];
  };
  return (
    <>
      <DropdownMenu entries={entries}>
        <IconButton label={`Copy, save or list: ${title}`} icon={Ellipsis} size="sm" tooltip={false} />
      </DropdownMenu>
      {shown === null ? null : (
        <TableDialog title={title} subtitle={subtitle} table={shown} onClose={() => setShown(null)} />
      )}
    </>
  );
}
