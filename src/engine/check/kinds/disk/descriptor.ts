import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import type { CheckKind } from '../../kind.ts';
import { diskFailures } from './failures.ts';
import { diskForm, diskSchema, type DiskFields } from './fields.ts';
import { diskIssues } from './issues.ts';

/** A file system of this machine. */
export const disk: CheckKind<DiskFields> = {
  kind: 'disk',
  title: 'Disk',
  description: 'Checks the free space and inodes of a file system of this machine.',
  category: 'system',
  schema: diskSchema,
  form: diskForm,
  defaults: { interval: 60_000 },
  phases: [{ name: 'read', label: 'Read', role: 'other' }],
  metrics: [
    { name: 'freePercent', label: 'Free', unit: 'percent', charted: true },
    { name: 'free', label: 'Free space', unit: 'byte', charted: true },
    { name: 'used', label: 'Used space', unit: 'byte', charted: false },
    { name: 'freeInodesPercent', label: 'Free inodes in percent', unit: 'percent', charted: false },
    { name: 'freeInodes', label: 'Free inodes', unit: 'count', charted: false },
  ],
  details: [{ name: 'total', label: 'Size', format: 'bytes' }],
  failures: diskFailures,
  issues: diskIssues,
  placeholders: [{ name: 'VALUE', meaning: 'the free space in percent' }],
  pasteExamples: ['disk:/var'],
  triedAgainst: 'the disks of the machine',
  example: { kind: 'disk', name: 'Backups', path: '/srv/backups', minFree: '50 GB', interval: '5m' },
  target: ({ path }) => `disk:${path}`,
  host: () => '',
  parse: parseDiskTarget,
  load: () => import('./run.ts'),
};

/** Accepts `disk:PATH`. */
function parseDiskTarget(text: string): EndpointInput | null {
  const path = /^disk:(?!\/\/)(.+)$/iu.exec(text)?.[1];
  return path === undefined ? null : { kind: 'disk', path };
}
