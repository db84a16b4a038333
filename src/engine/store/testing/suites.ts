/** The suites that every store must pass. */
import { describe } from 'vitest';
import { baselineSuite } from './baseline-suite.ts';
import { cellsSuite } from './cells-suite.ts';
import { countedSuite } from './counted-suite.ts';
import { documentSuite } from './document-suite.ts';
import { historySuite } from './history-suite.ts';
import { incidentSuite } from './incident-suite.ts';
import { pruneSuite } from './prune-suite.ts';
import { seriesSuite } from './series-suite.ts';
import type { StoreHarness } from './store-per-test.ts';
import { storeSuite } from './store-suite.ts';

/** Its title, and what defines its tests. */
type Suite = readonly [title: string, define: (harness: StoreHarness) => void];

/** Those whose results depend on how checks are stored: single ones, or in blocks. */
export const CHECK_SUITES: readonly Suite[] = [
  ['endpoints, settings and checks', storeSuite],
  ['incidents', incidentSuite],
  ['documents', documentSuite],
  ['pruning', pruneSuite],
  ['series', seriesSuite],
];

export const ALL_SUITES: readonly Suite[] = [
  ...CHECK_SUITES,
  ['baselines', baselineSuite],
  ['counted checks', countedSuite],
  ['cells', cellsSuite],
  ['history', historySuite],
];

/** Runs each suite in a `describe` of its own: in a common one, each test would open a store for every suite. */
export function runSuites(suites: readonly Suite[], harness: StoreHarness): void {
  describe.each(suites)('%s', (_, define) => {
    define(harness);
  });
}
