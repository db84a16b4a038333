import { Copy, Download, Ellipsis, Table2 } from 'lucide-react';
import { memo, useState, type RefObject } from 'react';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { IconButton } from '../../components/button.tsx';
import { DropdownMenu, type MenuEntry } from '../../components/menu.tsx';
import { toast } from '../../components/toast.tsx';
import { formatDateTimeRange } from '../../format.ts';
import { copyText } from '../../live/copy-text.ts';
import { toastError } from '../../live/use-command.ts';
import { csvOf, fileNameOf, type ChartTable } from '../data/chart-table.ts';
import { saveFile } from './save-file.ts';
import { TableDialog } from './table-dialog.tsx';

/** What the menu copies and saves. */
export interface ChartContent {
  /** The time range of the chart. */
  readonly span: TimeSpan;
  /** The name of the endpoint, for the names of files. */
  readonly name: string;
  /** A one-sentence summary of the chart. */
  readonly summary: string;
  /** Makes the data of the chart; null: there is none yet. */
  readonly table: () => ChartTable | null;
}

export interface ChartMenuProps {
  /** The chart alone, for the names of files, such as `Latency`. */
  readonly chart: string;
  /** Such as `Latency of Shop`. */
  readonly title: string;
  /** Read when an entry is chosen. Always the same object, so that the menu is not rendered with each check. */
  readonly content: { readonly current: ChartContent };
  /** The element that contains the chart, its legend and its menu. */
  readonly section: RefObject<HTMLElement | null>;
}

/** Copies and saves a chart as an image or as data, and shows its data as a table. */
export const ChartMenu = memo(function ChartMenu({ chart, title, content, section }: ChartMenuProps) {
  const [shown, setShown] = useState<{ readonly table: ChartTable; readonly subtitle: string } | null>(null);
  const table = () => content.current.table();
  const subtitle = () => formatDateTimeRange(content.current.span.from, content.current.span.to);
  const fileName = () => fileNameOf(content.current.name, chart, content.current.span.to);
  const showTable = () => {
    const listed = table();
    if (listed !== null) setShown({ table: listed, subtitle: subtitle() });
  };
  const image = async () => {
    const [{ chartImage, pngOf }, element] = [await import('./chart-svg.ts'), section.current];
    if (element === null) throw new Error('The chart is no longer shown');
    const svg = chartImage(element, title, subtitle());
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
        onSelect: run('Could not copy', async () => copyText(content.current.summary, 'Summary copied')),
      },
      'separator',
      {
        label: 'Save as PNG',
        icon: Download,
        onSelect: run('Could not save', async () => saveFile(await (await image()).png(), `${fileName()}.png`)),
      },
      {
        label: 'Save as SVG',
        icon: Download,
        onSelect: run('Could not save', async () =>
          saveFile(new Blob([(await image()).svg], { type: 'image/svg+xml' }), `${fileName()}.svg`),
        ),
      },
      {
        label: 'Save as CSV',
        icon: Download,
        disabled,
        onSelect: run('Could not save', async () =>
          saveFile(new Blob([csv()], { type: 'text/csv' }), `${fileName()}.csv`),
        ),
      },
      'separator',
      { label: 'Show as table', icon: Table2, disabled, onSelect: showTable },
    ];
  };
  return (
    <>
      <DropdownMenu entries={entries}>
        <IconButton label={`Copy, save or list: ${title}`} icon={Ellipsis} size="sm" tooltip={false} />
      </DropdownMenu>
      {shown === null ? null : <TableDialog title={title} {...shown} onClose={() => setShown(null)} />}
    </>
  );
});
