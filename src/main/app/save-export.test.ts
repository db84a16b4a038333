import { expect, it } from 'vitest';
import type { ResultExport } from '../../contract/model/result-export.ts';
import { saveExport, type SaveExportParts } from './save-export.ts';

const WAITING: ResultExport = {
  id: 'e',
  fileName: 'lookout-results.csv',
  state: 'waiting',
  done: 0,
  all: null,
  bytes: 0,
  problem: null,
};

function setUp(answer: { canceled: boolean; filePath: string }) {
  const calls: unknown[] = [];
  const parts = {
    app: { getPath: (name: string) => `/home/someone/${name}` },
    dialog: {
      showSaveDialog: async (options: { defaultPath?: string }) => {
        calls.push(['ask', options.defaultPath]);
        return answer;
      },
    },
    exports: {
      get: (id: string) => (id === 'e' ? WAITING : null),
      cancel: (id: string) => void calls.push(['cancel', id]),
      save: async (id: string, file: string) => {
        calls.push(['save', id, file]);
        throw new Error('The disk is full');
      },
    },
    log: (level: string) => void calls.push(level),
  };
  return { calls, parts: parts as unknown as SaveExportParts };
}

it('asks where to save, and answers before the file is written', async () => {
  const { calls, parts } = setUp({ canceled: false, filePath: '/tmp/chosen.csv' });
  expect(await saveExport('e', parts)).toEqual({ file: '/tmp/chosen.csv' });
  // A failure to write does not fail the request: `results.progress` reports it.
  await expect.poll(() => calls).toHaveLength(3);
  expect(calls).toEqual([
    ['ask', '/home/someone/downloads/lookout-results.csv'],
    ['save', 'e', '/tmp/chosen.csv'],
    'debug',
  ]);
});

it('cancels an export that the person does not save', async () => {
  const { calls, parts } = setUp({ canceled: true, filePath: '' });
  expect(await saveExport('e', parts)).toBeNull();
  expect(calls.slice(1)).toEqual([['cancel', 'e']]);
});

it('refuses an unknown export', async () => {
  const { calls, parts } = setUp({ canceled: false, filePath: '/tmp/chosen.csv' });
  await expect(saveExport('other', parts)).rejects.toThrow(/exportNotFound/u);
  expect(calls).toEqual([]);
});
