import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import type { CheckKind } from '../../kind.ts';
import { processFailures } from './failures.ts';
import { processForm, processSchema, type ProcessFields } from './fields.ts';
import { processIssues } from './issues.ts';

/** Processes of this machine. */
export const processKind: CheckKind<ProcessFields> = {
  kind: 'process',
  title: 'Process',
  description: 'Checks that a process runs on this machine, and measures its memory and CPU.',
  category: 'system',
  schema: processSchema,
  form: processForm,
  phases: [{ name: 'read', label: 'Read', role: 'other' }],
  metrics: [
    { name: 'memory', label: 'Memory', unit: 'byte', charted: true },
    { name: 'cpu', label: 'CPU', unit: 'percent', charted: true },
    { name: 'count', label: 'Processes', unit: 'count', charted: false },
    { name: 'uptime', label: 'Running for', unit: 'second', charted: false },
  ],
  details: [
    { name: 'processes', label: 'Processes', format: 'list' },
    { name: 'startedAt', label: 'Started', format: 'time' },
  ],
  failures: processFailures,
  issues: processIssues,
  placeholders: [{ name: 'VALUE', meaning: 'how many such processes run' }],
  pasteExamples: ['process:nginx', 'process:/run/nginx.pid'],
  triedAgainst: 'the processes of the machine',
  example: { kind: 'process', name: 'nginx workers', process: 'nginx', minCount: 3, interval: '1m' },
  target: ({ process: text, match }) => (match === 'command' ? `process:*${text}*` : `process:${text}`),
  host: () => '',
  parse: parseProcessTarget,
  load: () => import('./run.ts'),
};

/** Accepts `process:NAME`, `process:PATH` for a pid file, and `process:*TEXT*` for a part of the command line. */
function parseProcessTarget(text: string): EndpointInput | null {
  const name = /^process:(.+)$/iu.exec(text)?.[1];
  if (name === undefined) return null;
  const command = /^\*(.+)\*$/u.exec(name)?.[1];
  if (command !== undefined) return { kind: 'process', process: command, match: 'command' };
  return { kind: 'process', process: name, ...(/[/\\]/u.test(name) ? { match: 'pidFile' } : {}) };
}
