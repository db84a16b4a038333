import { expect, test } from 'vitest';
import { FORMATS } from './formats.ts';
import { importers } from './registry.ts';

test('there is one importer for each format', () => {
  expect(importers.map(({ name }) => name).toSorted()).toEqual([...FORMATS].toSorted());
});

test('every importer can be loaded', async () => {
  for (const importer of importers) expect(typeof (await importer.load()).read).toBe('function');
});
