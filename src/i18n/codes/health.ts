/** The texts of the health page: their codes and parameters. */
import type { CodeDocs } from '../../contract/model/text.ts';

const NONE = {} as const;
const LIMIT = { limit: 'the limit, with its unit' } as const;

export const HEALTH = {
  'health.fine': { meaning: 'Nothing is wrong.', params: NONE },
  'health.measurements': { meaning: 'Durations may be wrong.', params: NONE },
  'health.schedule': { meaning: 'Checks start late.', params: NONE },
  'health.history': { meaning: 'Results may be lost.', params: NONE },
  'health.resources': { meaning: 'Lookout takes too much of this computer.', params: NONE },
  'health.withinLimits': {
    meaning: 'Nothing is wrong, with what the event loop does now.',
    params: { count: 'the running checks', late: 'the highest delay', window: 'the time that the figures are about' },
  },
  'health.problem': {
    meaning: 'A figure that is beyond its limit.',
    params: {
      figure: 'its name',
      value: 'its value',
      limit: 'the limit in words',
      since: 'since when',
      lasted: 'for how long',
      reason: '`exactly`, or `orEarlier`: readings do not go further back',
    },
  },
  'health.times': {
    meaning: 'The times that charts and figures are about.',
    params: { charts: 'that of the charts', figures: 'that of the figures' },
  },
  'health.uptime': { meaning: 'How long Lookout has been running.', params: { lasted: 'how long' } },
  'health.above': { meaning: 'A limit.', params: LIMIT },
  'health.cores': { meaning: 'A number of processor cores.', params: { value: 'the number' } },
  'health.since': { meaning: 'A number since the start.', params: { value: 'the number' } },
  'health.highest': { meaning: 'The highest value of the window.', params: { max: 'the value' } },
  'health.loopDelay': { meaning: 'The name of a figure.', params: NONE },
  'health.loopDelay.beside': {
    meaning: 'What the main number is, and others.',
    params: { median: 'the median', max: 'the highest' },
  },
  'health.loopDelay.meaning': { meaning: 'What the figure says.', params: LIMIT },
  'health.disturbed': { meaning: 'The name of a figure.', params: NONE },
  'health.disturbed.beside': {
    meaning: 'What the main number is made of.',
    params: { part: 'the disturbed checks', whole: 'all checks' },
  },
  'health.disturbed.meaning': { meaning: 'What the figure says.', params: NONE },
  'health.loopUse': { meaning: 'The name of a figure.', params: NONE },
  'health.loopUse.meaning': { meaning: 'What the figure says.', params: LIMIT },
  'health.cpu': { meaning: 'The name of a figure.', params: NONE },
  'health.cpu.meaning': { meaning: 'What the figure says.', params: LIMIT },
  'health.memory': { meaning: 'The name of a figure.', params: NONE },
  'health.memory.beside': { meaning: 'A part of the main number.', params: { heap: "JavaScript's part" } },
  'health.memory.meaning': { meaning: 'What the figure says.', params: NONE },
  'health.rate': { meaning: 'The name of a figure.', params: NONE },
  'health.rate.meaning': { meaning: 'What the figure says.', params: NONE },
  'health.running': { meaning: 'The name of a figure.', params: NONE },
  'health.running.atOnce': { meaning: 'The number that is beyond the limit.', params: { max: 'the number' } },
  'health.running.limit': { meaning: 'The limit in words.', params: NONE },
  'health.running.meaning': { meaning: 'What the figure says.', params: NONE },
  'health.queued': { meaning: 'The name of a figure.', params: NONE },
  'health.queued.limit': { meaning: 'The limit in words.', params: NONE },
  'health.queued.meaning': { meaning: 'What the figure says.', params: NONE },
  'health.startDelay': { meaning: 'The name of a figure.', params: NONE },
  'health.startDelay.beside': {
    meaning: 'What the main number is, and others.',
    params: { median: 'the median', p99: 'the 99th percentile' },
  },
  'health.startDelay.meaning': { meaning: 'What the figure says.', params: LIMIT },
  'health.skipped': { meaning: 'The name of a figure.', params: NONE },
  'health.skipped.beside': { meaning: 'The time that the figure is about.', params: { lasted: 'how long' } },
  'health.skipped.meaning': { meaning: 'What the figure says.', params: NONE },
  'health.unsaved': { meaning: 'The name of a figure.', params: NONE },
  'health.unsaved.beside': { meaning: 'How many rows were saved.', params: { value: 'the number' } },
  'health.unsaved.meaning': { meaning: 'What the figure says.', params: NONE },
  'health.writeTime': { meaning: 'The name of a figure.', params: NONE },
  'health.writeTime.none': { meaning: 'There is no value yet.', params: NONE },
  'health.writeTime.meaning': { meaning: 'What the figure says.', params: LIMIT },
  'health.database': { meaning: 'The name of a figure.', params: NONE },
  'health.database.meaning': { meaning: 'What the figure says.', params: NONE },
} as const satisfies Readonly<Record<string, CodeDocs>>;

export type HealthCode = keyof typeof HEALTH;
