import type { PostState } from '../../../contract/model/status-page.ts';

/** What posts say about the work, as people read it. */
export const POST_LABELS = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  planned: 'Planned',
  underway: 'Under way',
  done: 'Done',
  note: 'Note',
} as const satisfies Record<PostState, string>;
