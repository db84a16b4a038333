import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseDuration, writeDuration } from '../../../../shared/duration.ts';
import type { CheckKind } from '../../kind.ts';
import { pushFailures } from './failures.ts';
import { pushForm, pushSchema, type PushFields } from './fields.ts';
import { pushIssues } from './issues.ts';

/** A job that reports to Lookout by itself, such as a backup. */
export const push: CheckKind<PushFields> = {
  kind: 'push',
  title: 'Heartbeat (push)',
  description: 'Waits for signals of a job, such as a backup, and is down when none comes in time.',
  category: 'system',
  common: true,
  schema: pushSchema,
  form: pushForm,
  triedAgainst: 'curl',
  // A check only looks at the received signals, and each signal starts one.
  defaults: { interval: 10_000, retries: 0 },
  phases: [{ name: 'read', label: 'Read', role: 'other' }],
  metrics: [
    { name: 'duration', label: 'Duration of the run', unit: 'millisecond', charted: true },
    { name: 'age', label: 'Since the last signal', unit: 'second', charted: false },
  ],
  details: [
    { name: 'signal', label: 'Last signal', format: 'text', brief: true },
    { name: 'signalAt', label: 'Received', format: 'time' },
    { name: 'message', label: 'Message', format: 'code' },
    { name: 'run', label: 'Run', format: 'code' },
    { name: 'startedAt', label: 'Running since', format: 'time' },
    { name: 'log', label: 'Last log message', format: 'code' },
    { name: 'dueAt', label: 'Next one expected', format: 'time' },
    { name: 'waitingSince', label: 'Waiting since', format: 'time' },
    { name: 'address', label: 'Address', format: 'code' },
  ],
  failures: pushFailures,
  issues: pushIssues,
  placeholders: [
    { name: 'STATUS', meaning: 'the last signal: success or fail' },
    { name: 'VALUE', meaning: 'its message' },
  ],
  pasteExamples: ['push:24h'],
  example: {
    kind: 'push',
    name: 'Nightly backup',
    cron: '0 2 * * *',
    timezone: 'Europe/Berlin',
    grace: '30m',
    key: 'example-key-Zk3v9Qp7',
  },
  target: ({ key, cron, every }) => {
    if (key !== '') return `push:${key}`;
    return `push:${cron === '' ? writeDuration(every) : cron.replaceAll(/\s+/gu, '_')}`;
  },
  host: () => '',
  signalKey: ({ key }) => key,
  parse: parsePushTarget,
  load: () => import('./run.ts'),
};

/** Accepts `push:DURATION`, `push:CRON` with `_` for spaces, and `push:KEY`. */
function parsePushTarget(text: string): EndpointInput | null {
  const given = /^push:(?!\/\/)(\S+)$/iu.exec(text)?.[1];
  if (given === undefined) return null;
  if (parseDuration(given) !== null) return { kind: 'push', every: given };
  const isCronLike = /^[\d*/,_a-z?#+-]+$/iu.test(given) && given.split('_').length >= 5 && given.length < 60;
  return isCronLike ? { kind: 'push', cron: given.replaceAll('_', ' ') } : { kind: 'push', key: given };
}
