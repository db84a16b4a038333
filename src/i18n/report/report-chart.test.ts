import { expect, test } from 'vitest';
import { reportChart } from './report-chart.ts';

const chart = { step: 60_000, at: [0, 60_000], avg: [100, 200], max: [300, 400], down: [0, 1] };
const options = { from: 0, to: 120_000, time: (at: number) => `at ${at}`, label: 'Latency of <Shop>' };

test('the chart of a report says what its lines and marks are', () => {
  const svg = reportChart(chart, options);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text);
  expect(texts).toEqual(['0 ms', '200 ms', '400 ms', 'at 0', 'at 120000', 'mean', 'highest', 'failed checks']);
  expect(svg).toContain('aria-label="Latency of &lt;Shop&gt;"');
  // The mark of the legend looks like the line that it explains.
  expect(svg.match(/stroke="var\(--accent\)" stroke-opacity="\.35"/gu)).toHaveLength(2);
});

test('a range without checks has no chart', () => {
  expect(reportChart({ step: 60_000, at: [], avg: [], max: [], down: [] }, options)).toBe(
    '<p>No checks in this range.</p>',
  );
});
