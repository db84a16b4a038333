import { expect, test } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { firstLayout, readFirstPhases } from './first-format.ts';

test('a mask says which of the five phases there are', () => {
  expect(firstLayout(0)).toMatchObject({ phases: [], metrics: [], charted: [] });
  expect(firstLayout(0b10110)).toMatchObject({ phases: ['connect', 'tls', 'transfer'], metrics: [], charted: [] });
  expect(firstLayout(0b11111).phases).toEqual(['dns', 'connect', 'tls', 'wait', 'transfer']);
  // Sums compare layouts by identity.
  expect(firstLayout(0b10110)).toBe(firstLayout(0b10110));
});

test('the phases follow the mask, whose higher bits mean nothing', () => {
  const writer = new ByteWriter();
  for (const number of [0b101_00101, 1500, 20_000]) writer.uint(number);
  expect(readFirstPhases(new ByteReader(writer.take()))).toMatchObject({
    layout: { phases: ['dns', 'tls'] },
    phases: [1500, 20_000],
  });
});
