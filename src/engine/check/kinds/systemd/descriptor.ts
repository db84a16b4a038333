import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import type { CheckKind } from '../../kind.ts';
import { systemdFailures } from './failures.ts';
import { systemdForm, systemdSchema, type SystemdFields } from './fields.ts';
import { systemdIssues } from './issues.ts';
import { waitPhase } from '../../net/probe/phases.ts';

/** A unit of systemd on this machine. */
export const systemd: CheckKind<SystemdFields> = {
  kind: 'systemd',
  title: 'systemd unit',
  description: 'Checks that a unit of systemd is active on this machine, and measures its memory and CPU.',
  category: 'system',
  schema: systemdSchema,
  form: systemdForm,
  phases: [waitPhase],
  metrics: [
    { name: 'memory', label: 'Memory', unit: 'byte', charted: true },
    { name: 'cpu', label: 'CPU', unit: 'percent', charted: true },
    { name: 'tasks', label: 'Tasks', unit: 'count', charted: false },
    { name: 'restarts', label: 'Restarts', unit: 'count', charted: false },
    { name: 'uptime', label: 'Active for', unit: 'second', charted: false },
  ],
  details: [
    { name: 'state', label: 'State', format: 'text', brief: true },
    { name: 'description', label: 'Description', format: 'text' },
    { name: 'since', label: 'Since', format: 'time' },
    { name: 'pid', label: 'Process ID', format: 'number' },
  ],
  failures: systemdFailures,
  issues: systemdIssues,
  placeholders: [
    { name: 'STATUS', meaning: 'the state, such as active or failed' },
    { name: 'VALUE', meaning: 'the state in detail, such as running or dead' },
  ],
  pasteExamples: ['systemd:nginx.service'],
  triedAgainst: 'systemd',
  example: { kind: 'systemd', name: 'Nightly backup', unit: 'backup.service', state: 'notFailed', interval: '1m' },
  target: ({ unit, manager }) => `systemd:${manager === 'user' ? 'user/' : ''}${unit}`,
  host: () => '',
  parse: parseSystemdTarget,
  load: () => import('./run.ts'),
};

/** Accepts `systemd:UNIT`, and `systemd:user/UNIT` for a unit of the user. */
function parseSystemdTarget(text: string): EndpointInput | null {
  const { user, unit } = /^systemd:(?<user>user\/)?(?<unit>[^\s/]+)$/iu.exec(text)?.groups ?? {};
  if (unit === undefined) return null;
  return { kind: 'systemd', unit, ...(user === undefined ? {} : { manager: 'user' }) };
}
