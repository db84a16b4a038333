import type { BlockTable } from './block-table.ts';
import type { FindingTable } from './finding-table.ts';
import type { FreshResults } from './fresh-results.ts';
import type { JournalTable } from './journal-table.ts';
import type { PlainResults } from './plain-results.ts';

/** The places where results are kept. */
export interface ResultSources {
  readonly findings: FindingTable;
  readonly journal: JournalTable;
  readonly fresh: FreshResults;
  readonly blocks: BlockTable;
  readonly plain: PlainResults;
}
