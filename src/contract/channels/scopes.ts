import type { Scope } from '../model/access.ts';
import type { Channel } from './index.ts';

/** Requests that change nothing and send nothing to other hosts. */
const READ: readonly Channel[] = [
  'app.about',
  'app.snapshot',
  'app.snapshotPage',
  'health.get',
  'health.history',
  'checks.list',
  'changes.list',
  'series.get',
  'distribution.get',
  'spans.get',
  'baseline.get',
  'shifts.list',
  'calendar.days',
  'calendar.weekHours',
  'whatIf.rule',
  'whatIf.endpoint',
  'whatIf.progress',
  'whatIf.cancel',
  'uptime.get',
  'uptime.range',
  'incidents.list',
  'incidents.evidence',
  'incidents.marks',
  'incidents.timeline',
  'incidents.stats',
  'incidents.outages',
  'vantages.states',
  'vantages.history',
  'alerts.list',
  'alerts.deliveries',
  'channels.kinds',
  'channels.list',
  'rules.list',
  'silences.list',
  'silences.preview',
  'silences.planned',
  // These report that a page plays a sound, and get the file of one.
  'sounds.answer',
  'sounds.file',
  'annotations.list',
  'maintenance.list',
  'maintenance.planned',
  'maintenance.preview',
  'objectives.list',
  'reports.build',
  'reports.pdf',
  'reports.progress',
  'reports.cancel',
  'results.export',
  'results.progress',
  'results.cancel',
  'reportSchedules.list',
  'statusPages.list',
  'statusPages.public',
  'statusPosts.list',
  'backups.state',
  'data.sizes',
  'endpoints.parse',
  'conditions.check',
];

/**
 * Requests of people on call and of deploy scripts. They change what happens now, but not what is watched and who is
 * alerted.
 */
const OPERATE: readonly Channel[] = [
  'endpoints.pause',
  'endpoints.resume',
  'endpoints.checkNow',
  'alerts.acknowledge',
  'alerts.comment',
  'alerts.deliver',
  'silences.add',
  'silences.end',
  'annotations.add',
  'annotations.remove',
  'incidents.remark',
  'maintenance.start',
  'maintenance.end',
  'statusPosts.save',
  'statusPosts.remove',
];

const SCOPE_OF: ReadonlyMap<string, Scope> = new Map([
  ...READ.map((channel) => [channel, 'read'] as const),
  ...OPERATE.map((channel) => [channel, 'operate'] as const),
]);

/**
 * The scope that a request needs. A request in neither list needs `admin`, so that a new one is not open to others by
 * mistake.
 */
export function scopeOf(channel: Channel): Scope {
  return SCOPE_OF.get(channel) ?? 'admin';
}
