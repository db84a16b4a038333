/** The chart of an endpoint in a report: SVG without scripts. */
import type { ReportChart } from '../../contract/model/report.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { linePath, toTenths } from '../../shared/svg-paths.ts';
import { escapeHtml } from './report-text.ts';

const WIDTH = 940;
const HEIGHT = 150;
const LEFT = 52;
const TOP = 10;
const BOTTOM = 22;

/** What the lines and marks are: between the two times below the chart. */
const LEGEND = [
  { text: 'mean', x: 380, mark: 'stroke="var(--accent)" stroke-width="1.5"' },
  { text: 'highest', x: 450, mark: 'stroke="var(--accent)" stroke-opacity=".35"' },
  { text: 'failed checks', x: 530, mark: 'stroke="var(--down)" stroke-width="2"' },
];

export interface ReportChartOptions {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Writes a time for HTML. */
  readonly time: (at: EpochMs) => string;
  readonly label: string;
}

/** The mean latency as a line, the highest as a thin one, and failed checks as marks on the time axis. */
export function reportChart(chart: ReportChart, { from, to, time, label }: ReportChartOptions): string {
  const { at, avg, max, down, step } = chart;
  if (at.length === 0) return '<p>No checks in this range.</p>';
  const top = Math.max(1, ...max.map((value) => value ?? 0)) * 1.05;
  const bottom = HEIGHT - BOTTOM;
  const x = (time: EpochMs) => LEFT + Math.min(1, Math.max(0, (time - from) / (to - from))) * (WIDTH - LEFT);
  const y = (value: number) => bottom - (value / top) * (bottom - TOP);
  /** The middle of a point. */
  const middle = (index: number) => x((at[index] ?? from) + step / 2);
  const line = (values: readonly (number | null)[]) =>
    linePath(values.map((value, index) => ({ x: middle(index), y: value === null ? null : y(value) })));
  const failures = down.map((count, index) => (count > 0 ? `M${toTenths(middle(index))} ${bottom}v-9` : '')).join('');
  // Without a good check, there is no latency to read.
  const shares = max.every((value) => value === null) ? [0] : [0, 0.5, 1];
  const grid = shares.map((share) => {
    const value = (top / 1.05) * share;
    const text = value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
    return `<path d="M${LEFT} ${toTenths(y(value))}H${WIDTH}" stroke="var(--line)"/><text x="${LEFT - 6}" y="${toTenths(y(value) + 4)}" text-anchor="end">${text}</text>`;
  });
  const legend = LEGEND.map(
    ({ text, x: start, mark }) =>
      `<path d="M${start} ${HEIGHT - 10}h14" ${mark}/><text x="${start + 19}" y="${HEIGHT - 6}">${text}</text>`,
  );
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(label)}" font-size="11" fill="var(--dim)">
${grid.join('')}
<path d="${line(max)}" fill="none" stroke="var(--accent)" stroke-opacity=".35"/>
<path d="${line(avg)}" fill="none" stroke="var(--accent)" stroke-width="1.5"/>
<path d="${failures}" stroke="var(--down)" stroke-width="2"/>
<text x="${LEFT}" y="${HEIGHT - 6}">${time(from)}</text><text x="${WIDTH}" y="${HEIGHT - 6}" text-anchor="end">${time(to)}</text>
${legend.join('')}
</svg>`;
}
