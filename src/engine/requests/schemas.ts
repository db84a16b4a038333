/** The schemas of the arguments of each channel. Unknown fields are refused, so that a typing error is noticed. */
import { z } from 'zod';
import { ownIssue } from '../base/accepts.ts';
import { isTimeZone } from '../base/cron.ts';
import { MOST_CALENDAR_DAYS, MOST_WEEKS } from '../../contract/model/calendar.ts';
import { CALENDAR_RANGE_MS } from '../../contract/model/maintenance.ts';
import { MOST_VANTAGE_STATES } from '../../contract/model/vantage.ts';
import { WHAT_IF_DAYS } from '../../contract/model/what-if.ts';
import { matchSchema } from '../base/match-schema.ts';
import { IMPORT_FILES } from '../../contract/channels/imports.ts';
import { CONFIG_FORMATS } from '../../contract/channels/config.ts';
import { SCOPES } from '../../contract/model/access.ts';
import { DIALECTS } from '../../contract/model/condition.ts';
import { INCIDENT_EVENT_TYPES } from '../../contract/model/incident-event.ts';
import { RESULT_FORMATS } from '../../contract/model/result-export.ts';
import type { Channel } from '../../contract/channels/index.ts';
import { MAX_ANNOTATIONS } from '../history/annotations.ts';
import { FORMATS } from '../importers/formats.ts';
import { settingsSchema } from '../settings/schema.ts';

const nothing = z.strictObject({});
const id = z.string().min(1).max(100);
/** The id of something that lookout.yaml may have, such as a maintenance window. From there, it contains the name. */
const namedId = z.string().min(1).max(300);
const someIds = z.array(id).min(1).max(20_000);
const ids = z.strictObject({ ids: someIds });
const epochMs = z.number().int().min(0).max(8_640_000_000_000_000);
const timeZone = z
  .string()
  .max(100)
  .refine((name) => name === '' || isTimeZone(name), { ...ownIssue('timezone') })
  .optional();
const limit = z.number().int().min(1).max(200);
const range = z
  .strictObject({ from: epochMs, to: epochMs })
  .refine(({ from, to }) => from < to, { path: ['to'], ...ownIssue('notAfter', { other: 'from' }) });
const calendarRange = range.refine(({ from, to }) => to - from <= CALENDAR_RANGE_MS, {
  path: ['to'],
  ...ownIssue('atMost', { max: CALENDAR_RANGE_MS }),
});
const points = range.safeExtend({ id, points: z.number().int().min(1).max(2000) });
/** A range of time, and which endpoints it is about. */
const matchedRange = range.safeExtend({ ids: someIds.optional(), match: matchSchema.optional() });
const manyIds = z.array(id).min(1).max(1_000);
const shortText = z.string().max(100);
const note = z.string().max(2_000);
/**
 * An object whose fields are validated later, as in lookout.yaml. Not a `Map`, which Electron's IPC can also transfer.
 */
const plain = z.record(z.string().max(50), z.any());
/** The other fields belong to the check kind, which validates them. */
const config = z.looseObject({ kind: z.string().max(50) });

/** Of a rule as a form gives it; the other fields are validated later. */
const rule = z.looseObject({
  match: plain.optional(),
  hours: plain.nullable().optional(),
  steps: z.array(plain).max(100).optional(),
});
const days = z.literal(WHAT_IF_DAYS);

/** The lists of lookout.yaml. Their entries are validated later. */
const configContent = z.strictObject({
  endpoints: z.array(config).max(20_000),
  maintenance: z.array(plain).max(1_000).optional(),
  silences: z.array(plain).max(10_000).optional(),
  objectives: z.array(plain).max(500).optional(),
  statusPages: z.array(plain).max(100).optional(),
  channels: z.array(z.looseObject({})).max(1_000).optional(),
  rules: z.array(rule).max(1_000).optional(),
  remove: z.boolean().optional(),
});

export const requestSchemas = {
  'tokens.list': nothing,
  'tokens.create': z.strictObject({ name: z.string().trim().min(1).max(100), scope: z.enum(SCOPES) }),
  'tokens.revoke': z.strictObject({ ids: manyIds }),
  'audit.list': z.strictObject({ before: epochMs.optional(), limit: z.number().int().min(1).max(500) }),
  'app.about': nothing,
  'app.snapshot': nothing,
  'app.snapshotPage': z.strictObject({ after: z.number().int().min(0) }),
  'endpoints.parse': z.strictObject({ text: z.string().max(500_000) }),
  'endpoints.create': z.strictObject({ endpoints: z.array(config).min(1).max(20_000), secretsOf: id.optional() }),
  'endpoints.update': z.strictObject({ id, config }),
  'endpoints.test': z.strictObject({ config, secretsOf: id.optional() }),
  'conditions.check': z.strictObject({
    kind: z.string().max(50),
    dialect: z.enum(DIALECTS),
    conditions: z.array(z.string().max(10_000)).max(200),
  }),
  'endpoints.remove': ids,
  'endpoints.restore': ids,
  'endpoints.pause': z.strictObject({ ids: someIds, until: epochMs.optional() }),
  'endpoints.resume': ids,
  'endpoints.checkNow': ids,
  'checks.list': z.strictObject({ id, before: epochMs.optional(), limit }),
  'changes.list': z.strictObject({ id, before: epochMs.optional(), limit }),
  'series.get': points,
  'distribution.get': points,
  'baseline.get': range.safeExtend({ id }),
  'shifts.list': range,
  'spans.get': points,
  'vantages.states': z.strictObject({ ids: z.array(id).min(1).max(MOST_VANTAGE_STATES) }),
  'vantages.history': points,
  'calendar.days': z.strictObject({ id, days: z.number().int().min(1).max(MOST_CALENDAR_DAYS), timeZone }),
  'calendar.weekHours': z.strictObject({ id, weeks: z.number().int().min(1).max(MOST_WEEKS), timeZone }),
  'incidents.list': z
    .strictObject({
      id: id.optional(),
      before: epochMs.optional(),
      beforeId: id.optional(),
      endedAfter: epochMs.optional(),
      open: z.boolean().optional(),
      limit,
    })
    .refine(({ before, beforeId }) => beforeId === undefined || before !== undefined, {
      path: ['before'],
      ...ownIssue('alone', { other: 'beforeId' }),
    }),
  'incidents.marks': z.strictObject({ ids: z.array(id).min(1).max(1000) }),
  'incidents.remark': z
    .strictObject({
      id,
      endpointId: id,
      type: z.enum(INCIDENT_EVENT_TYPES),
      by: z.string().max(200).optional(),
      text: z.string().trim().max(5000).optional(),
    })
    .refine(({ type, text = '' }) => text !== '' || (type !== 'comment' && type !== 'excluded'), {
      path: ['text'],
      ...ownIssue('required'),
    }),
  'incidents.timeline': z.strictObject({ id, endpointId: id }),
  'incidents.stats': matchedRange,
  'incidents.outages': range,
  'incidents.evidence': z.strictObject({ id }),
  'uptime.get': z.strictObject({ id }),
  // The importers refuse larger files with a message.
  'imports.read': z.strictObject({
    id: id.optional(),
    files: z
      .array(
        z.strictObject({
          name: z.string().max(1000),
          text: z.string().max(50_000_000).optional(),
          base64: z.string().max(50_000_000).optional(),
          inFolder: z.boolean().optional(),
        }),
      )
      .min(1)
      .max(IMPORT_FILES),
    from: z.enum(FORMATS).optional(),
  }),
  'imports.cancel': z.strictObject({ id }),
  'imports.undo': z.strictObject({ id }),
  'imports.add': z.strictObject({
    id,
    entries: z.array(z.number().int().min(0)).min(1).max(20_000),
    history: z.boolean().optional(),
  }),
  'imports.progress': z.strictObject({ id }),
  'config.export': z.strictObject({ format: z.enum(CONFIG_FORMATS) }),
  'config.plan': configContent,
  'config.apply': configContent,
  'backups.state': nothing,
  'backups.create': nothing,
  'backups.restore': z.strictObject({ name: z.string().max(200) }),
  'backups.remove': z.strictObject({ name: z.string().max(200) }),
  'backups.cancel': nothing,
  'data.sizes': nothing,
  'maintenance.list': nothing,
  'maintenance.planned': calendarRange,
  'maintenance.preview': z.strictObject({ window: plain }),
  'maintenance.save': z.strictObject({ id: id.optional(), window: plain }),
  'maintenance.start': z.strictObject({ ids: someIds, minutes: z.number().int().min(1).max(44_640) }),
  'maintenance.end': z.strictObject({ id: namedId }),
  'maintenance.remove': z.strictObject({ ids: z.array(namedId).min(1).max(1000) }),
  'alerts.list': z.strictObject({ open: z.boolean().optional(), before: epochMs.optional(), limit }),
  'alerts.acknowledge': z.strictObject({
    ids: manyIds.optional(),
    endpoints: someIds.optional(),
    by: shortText.optional(),
    note: note.optional(),
    until: epochMs.optional(),
  }),
  'alerts.comment': z.strictObject({ id, by: shortText.optional(), note: note.min(1) }),
  'alerts.deliveries': z.strictObject({
    alertId: id.optional(),
    channelId: id.optional(),
    open: z.boolean().optional(),
    before: epochMs.optional(),
    limit,
  }),
  'alerts.deliver': z.strictObject({ deliveryId: id }),
  'alerts.preview': z.strictObject({
    titleTemplate: z.string().max(20_000).optional(),
    bodyTemplate: z.string().max(20_000).optional(),
    incident: z.strictObject({ id, endpointId: id }).optional(),
    event: z.enum(['down', 'up']),
    channel: shortText.optional(),
    rule: shortText.optional(),
  }),
  'channels.kinds': nothing,
  'channels.list': nothing,
  // The other fields belong to the kind of channel, which validates them; a rule validates its own.
  'channels.save': z.strictObject({ id: id.optional(), channel: z.looseObject({}) }),
  'channels.remove': z.strictObject({ ids: manyIds }),
  'channels.test': z.strictObject({ id: id.optional(), channel: z.looseObject({}) }),
  'rules.list': nothing,
  'rules.save': z.strictObject({
    id: id.optional(),
    rule,
  }),
  'rules.remove': z.strictObject({ ids: manyIds }),
  'silences.list': nothing,
  'silences.add': z.strictObject({
    match: plain.pipe(matchSchema).optional(),
    alertId: id.optional(),
    minutes: z.number().int().min(1).max(44_640),
    reason: note.optional(),
  }),
  'silences.save': z.strictObject({ id: id.optional(), silence: plain }),
  'silences.preview': z.strictObject({ silence: plain }),
  'silences.planned': calendarRange,
  'silences.end': z.strictObject({ ids: z.array(namedId).min(1).max(1_000) }),
  'silences.remove': z.strictObject({ ids: z.array(namedId).min(1).max(1_000) }),
  'sounds.answer': z.strictObject({
    id,
    outcome: z.enum(['played', 'busy', 'blocked', 'failed']),
    problem: z.string().max(500).optional(),
  }),
  'sounds.file': z.strictObject({ id }),
  'whatIf.rule': z.strictObject({ run: id, id: id.optional(), rule, days }),
  'whatIf.endpoint': z.strictObject({ run: id, id, config: plain, days }),
  'whatIf.progress': z.strictObject({ run: id }),
  'whatIf.cancel': z.strictObject({ run: id }),
  'objectives.list': z.strictObject({ id: id.optional() }),
  'objectives.save': z.strictObject({ id: namedId.optional(), objective: plain }),
  'objectives.remove': z.strictObject({ ids: z.array(namedId).min(1).max(500) }),
  'uptime.range': matchedRange,
  'reports.build': matchedRange.safeExtend({ mask: z.boolean().optional(), job: id.optional() }),
  'reports.pdf': matchedRange.safeExtend({
    mask: z.boolean().optional(),
    job: id.optional(),
    timezone: timeZone,
  }),
  'reports.progress': z.strictObject({ job: id }),
  'results.export': matchedRange.safeExtend({ format: z.enum(RESULT_FORMATS) }),
  'results.progress': z.strictObject({ id }),
  'results.cancel': z.strictObject({ id }),
  'statusPages.list': nothing,
  'statusPages.save': z.strictObject({ id: namedId.optional(), page: plain }),
  'statusPages.remove': z.strictObject({ ids: z.array(namedId).min(1).max(100) }),
  'statusPages.public': z.strictObject({ name: z.string().min(1).max(60) }),
  'statusPosts.list': nothing,
  'statusPosts.save': z.strictObject({ id: id.optional(), post: plain }),
  'statusPosts.remove': z.strictObject({ ids: z.array(id).min(1).max(500) }),
  'reportSchedules.list': nothing,
  'reportSchedules.save': z.strictObject({ id: id.optional(), schedule: plain }),
  'reportSchedules.remove': z.strictObject({ ids: z.array(id).min(1).max(500) }),
  'reports.cancel': z.strictObject({ job: id }),
  'annotations.list': range.safeExtend({
    id: id.optional(),
    limit: z.number().int().min(1).max(MAX_ANNOTATIONS).optional(),
  }),
  'annotations.add': z
    .strictObject({
      text: z.string().trim().min(1).max(1000),
      kind: z.enum(['deploy', 'note']).optional(),
      at: epochMs.optional(),
      to: epochMs.optional(),
      match: matchSchema.optional(),
      by: z.string().max(200).optional(),
    })
    .refine(({ at, to }) => to === undefined || (at !== undefined && to > at), {
      path: ['to'],
      ...ownIssue('notAfter', { other: 'at' }),
    }),
  'annotations.remove': z.strictObject({ ids: z.array(id).min(1).max(1000) }),
  'recordings.start': z.strictObject({ config }),
  'recordings.next': z.strictObject({ id: z.number().int(), version: z.number().int().min(0) }),
  'recordings.stop': z.strictObject({ id: z.number().int() }),
  'sources.list': nothing,
  'sources.save': z.strictObject({ id: id.optional(), source: plain }),
  'sources.remove': z.strictObject({ ids: z.array(id).min(1).max(50) }),
  'sources.test': z.strictObject({ id: id.optional(), source: plain }),
  'demo.start': nothing,
  'demo.remove': nothing,
  'settings.update': z.strictObject({ settings: settingsSchema.partial() }),
  'health.get': nothing,
  'health.history': nothing,
} as const satisfies Record<Channel, z.ZodType>;
