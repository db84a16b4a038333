import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { DetailDescriptor } from '../../../contract/descriptor.ts';
import { DetailTable, rowsOf } from './detail-table.tsx';

afterEach(cleanup);

const hops: DetailDescriptor = {
  name: 'hops',
  label: 'Hops',
  format: 'table',
  marks: 'usual',
  columns: [
    { name: 'hop', label: 'Hop', format: 'number' },
    { name: 'host', label: 'Host', format: 'text' },
    { name: 'address', label: 'Address', format: 'code' },
    { name: 'loss', label: 'Loss', format: 'percent' },
    { name: 'avg', label: 'Avg', format: 'duration' },
    { name: 'usual', label: 'Usually', format: 'code' },
  ],
};

test('has a column for each value that a row has, in the format of the kind, and marks rows', () => {
  const rows = [
    { hop: 1, address: '192.0.2.1', loss: 0, avg: 0.4 },
    { hop: 2, address: '192.0.2.8', loss: 33.333, avg: 12, usual: '192.0.2.2' },
    { hop: 3, address: '*', loss: 100 },
  ];
  render(<DetailTable detail={hops} rows={rows} />);
  const cells = (row: HTMLElement) => [...row.children].map((cell) => cell.textContent);
  const [head, ...body] = within(screen.getByRole('region', { name: 'Hops' })).getAllByRole('row');
  expect(head && cells(head)).toEqual(['Hop', 'Address', 'Loss', 'Avg', 'Usually']);
  expect(body.map(cells)).toEqual([
    ['1', '192.0.2.1', '0\u00a0%', expect.stringMatching(/^0\.4\sms$/u), ''],
    ['2', '192.0.2.8', '33.33\u00a0%', expect.stringMatching(/^12\sms$/u), '192.0.2.2'],
    ['3', '*', '100\u00a0%', '', ''],
  ]);
  expect(body.map((row) => row.hasAttribute('data-marked'))).toEqual([false, true, false]);
});

test('is only for rows: what an earlier Lookout stored as a list is not', () => {
  expect(rowsOf(['1  192.0.2.1  0 %'])).toBeNull();
  expect(rowsOf([])).toBeNull();
  expect(rowsOf([{ hop: 1 }])).toEqual([{ hop: 1 }]);
});
