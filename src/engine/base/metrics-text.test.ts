import { expect, test } from 'vitest';
import { metricName, metricsFormat, writeMetrics, type MetricFamily } from './metrics-text.ts';

const families: readonly MetricFamily[] = [
  { name: 'a_seconds', type: 'gauge', help: 'One\n"two" \\', samples: [{ labels: { x: 'a"b\\c\nd' }, value: 0.5 }] },
  { name: 'b', type: 'counter', help: 'Count.', samples: [{ value: 3 }] },
  { name: 'c', type: 'info', help: 'Info.', samples: [{ labels: { version: '1', mark: '\ud800' }, value: 1 }] },
  { name: 'none', type: 'gauge', help: 'Nothing.', samples: [] },
  { name: 'd', type: 'gauge', help: 'Odd.', samples: [NaN, Infinity, -Infinity].map((value) => ({ value })) },
];

test('writes the format of Prometheus', () => {
  expect(writeMetrics(families, 'text').split('\n')).toEqual([
    '# HELP a_seconds One\\n"two" \\\\',
    '# TYPE a_seconds gauge',
    'a_seconds{x="a\\"b\\\\c\\nd"} 0.5',
    '# HELP b_total Count.',
    '# TYPE b_total counter',
    'b_total 3',
    '# HELP c_info Info.',
    '# TYPE c_info gauge',
    'c_info{version="1",mark="\ufffd"} 1',
    '# HELP d Odd.',
    '# TYPE d gauge',
    'd NaN',
    'd +Inf',
    'd -Inf',
    '',
  ]);
});

test('writes OpenMetrics', () => {
  const lines = writeMetrics(families, 'openmetrics').split('\n');
  expect(lines.slice(0, 2)).toEqual(['# HELP a_seconds One\\n\\"two\\" \\\\', '# TYPE a_seconds gauge']);
  expect(lines).toEqual(expect.arrayContaining(['# TYPE b counter', 'b_total 3', '# TYPE c info', '# EOF']));
  expect(lines.at(-2)).toBe('# EOF');
});

test.each([
  [undefined, 'text'],
  ['*/*', 'text'],
  ['application/openmetrics-text;version=1.0.0,text/plain;q=0.5', 'openmetrics'],
  ['text/plain, application/openmetrics-text; q=0', 'text'],
])('Accept: %s gives %s', (accept, format) => {
  expect(metricsFormat(accept)).toBe(format);
});

test.each([
  ['maxRows', 'max_rows'],
  ['loss', 'loss'],
  ['lag-bytes', 'lag_bytes'],
])('%s is the metric %s', (name, metric) => {
  expect(metricName(name)).toBe(metric);
});
