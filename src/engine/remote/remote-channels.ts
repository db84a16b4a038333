import type { Channel } from '../../contract/channels/index.ts';

/**
 * The requests that a remote Lookout answers. `contract.json` has the schemas of their answers, which `npm run
 * generate` makes from the contract's types.
 */
export const REMOTE_CHANNELS = [
  'app.about',
  'app.snapshot',
  'app.snapshotPage',
  'endpoints.create',
  'endpoints.update',
  'endpoints.test',
  'endpoints.remove',
  'endpoints.restore',
  'endpoints.pause',
  'endpoints.resume',
  'endpoints.checkNow',
  'checks.list',
  'changes.list',
  'series.get',
  'distribution.get',
  'baseline.get',
  'shifts.list',
  'spans.get',
  'vantages.states',
  'vantages.history',
  'calendar.days',
  'calendar.weekHours',
  'uptime.get',
  'uptime.range',
  'incidents.list',
  'incidents.evidence',
  'incidents.marks',
  'incidents.remark',
  'incidents.timeline',
  'incidents.stats',
  'incidents.outages',
  'alerts.list',
  'alerts.acknowledge',
  'alerts.comment',
  'alerts.deliveries',
  'alerts.deliver',
  'silences.add',
  'annotations.list',
  'annotations.add',
  'annotations.remove',
  'maintenance.start',
  'maintenance.end',
  'objectives.list',
  'reports.build',
] as const satisfies readonly Channel[];

export type RemoteChannel = (typeof REMOTE_CHANNELS)[number];
