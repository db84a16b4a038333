import type { CheckKind } from '../../kind.ts';
import { groupFailures } from './failures.ts';
import { groupForm, groupSchema, renamedMembers, type GroupFields } from './fields.ts';
import { groupIssues } from './issues.ts';

/** A status that follows from other endpoints. */
export const group: CheckKind<GroupFields> = {
  kind: 'group',
  title: 'Group',
  description: 'Combines the status of other endpoints: up when all, any or enough of them are.',
  category: 'combined',
  schema: groupSchema,
  form: groupForm,
  triedAgainst: 'itself, with a whole engine',
  // Its members have retried already.
  defaults: { interval: 10_000, retries: 0 },
  phases: [{ name: 'read', label: 'Read', role: 'other' }],
  metrics: [
    { name: 'up', label: 'Members up', unit: 'count', charted: true },
    { name: 'down', label: 'Members down', unit: 'count', charted: false },
    { name: 'members', label: 'Members', unit: 'count', charted: false },
    { name: 'weight', label: 'Weight up', unit: 'percent', charted: false },
  ],
  details: [{ name: 'members', label: 'Members', format: 'list' }],
  failures: groupFailures,
  issues: groupIssues,
  placeholders: [
    { name: 'VALUE', meaning: 'how many members are up' },
    { name: 'ROWS', meaning: 'the members with name, status and weight, the down ones first', parts: 'json' },
  ],
  pasteExamples: [],
  example: {
    kind: 'group',
    name: 'Shop',
    members: ['Shop API', 'tag:shop-db'],
    rule: 'atLeast',
    minUp: 2,
  },
  target: ({ members }) => `group:${members.join(',')}`,
  host: () => '',
  parse: parseGroupTarget,
  dependsOn: { field: 'members', references: ({ members }) => members, renamed: renamedMembers },
  load: () => import('./run.ts'),
};

/** Accepts `group:MEMBER,MEMBER`. */
function parseGroupTarget(text: string) {
  const members = /^group:(?!\/\/)(\S+)$/iu.exec(text)?.[1];
  return members === undefined ? null : { kind: 'group', members: members.split(',') };
}
