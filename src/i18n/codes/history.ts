/** The texts of charts about points and periods: their codes and parameters. */
import type { CodeDocs } from '../../contract/model/text.ts';

const COUNT = { count: 'how many' } as const;
const PERIOD = { from: 'when it began', to: 'when it ended', lasted: 'how long it lasted' } as const;
const OPEN = { from: 'when it began', lasted: 'how long it has lasted' } as const;

export const HISTORY = {
  'history.up': { meaning: 'The label of a period in which the endpoint was up.', params: {} },
  'history.degraded': { meaning: 'The label of a period in which the endpoint was degraded.', params: {} },
  'history.none': { meaning: 'The label of a period before the endpoint was first checked.', params: {} },
  'history.down': { meaning: 'The label of a period of downtime.', params: {} },
  'history.down.sentence': { meaning: 'What such a period was.', params: {} },
  'history.asleep': { meaning: 'The label of a period of sleep.', params: {} },
  'history.asleep.sentence': { meaning: 'What such a period was.', params: {} },
  'history.paused': { meaning: 'The label of a pause.', params: {} },
  'history.paused.sentence': { meaning: 'What such a period was.', params: {} },
  'history.maintenance': { meaning: 'The label of planned work.', params: {} },
  'history.maintenance.sentence': { meaning: 'What such a period was.', params: {} },
  'history.excluded': { meaning: 'The label of down time of an excluded incident.', params: {} },
  'history.excluded.sentence': { meaning: 'What such a period was.', params: {} },
  'history.notRunning': { meaning: 'The label of a period without Lookout.', params: {} },
  'history.notRunning.sentence': { meaning: 'What such a period was.', params: {} },
  'history.unwatched': { meaning: 'The label of a period without checks.', params: {} },
  'history.unwatched.sentence': { meaning: 'What such a period was.', params: {} },
  'history.unknown': { meaning: 'The label of a period without verdicts.', params: {} },
  'history.unknown.sentence': { meaning: 'What such a period was.', params: {} },
  'history.offline': { meaning: 'The label of a period without a network.', params: {} },
  'history.offline.sentence': { meaning: 'What such a period was.', params: {} },
  'history.busy': { meaning: 'The label of a period in which this computer was too busy.', params: {} },
  'history.late.sentence': { meaning: 'The event loop was late.', params: {} },
  'history.lookups.sentence': { meaning: "The system's name lookups were too many.", params: {} },
  'history.exhausted': { meaning: 'The label of a period without free system resources.', params: {} },
  'history.exhausted.sentence': { meaning: 'What such a period was.', params: {} },
  'history.secret': { meaning: 'The label of a period in which a secret could not be read.', params: {} },
  'history.secret.sentence': { meaning: 'What such a period was.', params: {} },
  'history.bug': { meaning: 'The label of a period in which Lookout failed.', params: {} },
  'history.bug.sentence': { meaning: 'What such a period was.', params: {} },
  'chart.noChecks': { meaning: 'The range has no checks.', params: {} },
  'chart.checks': { meaning: 'How many checks a point stands for.', params: COUNT },
  'chart.disturbed': { meaning: 'The check of a point was disturbed.', params: {} },
  'chart.disturbedCount': { meaning: 'How many checks of a point were disturbed.', params: COUNT },
  'chart.swallowed': { meaning: 'How many checks could not start.', params: COUNT },
  'chart.failedCount': { meaning: 'How many checks of a point failed.', params: COUNT },
  'chart.unknownCount': { meaning: 'How many checks of a point could not be judged.', params: COUNT },
  'chart.incident': { meaning: 'An incident that has ended.', params: PERIOD },
  'chart.incidentOpen': { meaning: 'An incident that goes on.', params: OPEN },
  'chart.incidents': {
    meaning: 'Several incidents that are drawn as one.',
    params: { from: 'when the first began', to: 'when the last ended, if it has', ...COUNT },
  },
  'chart.period': { meaning: 'A period that has ended.', params: PERIOD },
  'chart.periodOpen': { meaning: 'A period that goes on.', params: OPEN },
  'chart.readPeriod': {
    meaning: 'A period without checks, for screen readers.',
    params: { period: 'when it was', what: 'what it was' },
  },
  'chart.readPoint': {
    meaning: 'A point, for screen readers.',
    params: { time: 'when it was', facts: 'what is known of it' },
  },
  'chart.readLine': {
    meaning: 'One of several endpoints at a point, for screen readers.',
    params: { name: 'of the endpoint', value: 'its value' },
  },
  'chart.day': {
    meaning: 'A day of a calendar.',
    params: { date: 'the day', share: 'its uptime', lasted: 'its down time' },
  },
  'chart.dayUnknown': { meaning: 'A day of which nothing is known.', params: { date: 'the day' } },
  'chart.calendar': {
    meaning: 'What a calendar says, for screen readers.',
    params: {
      name: 'of the endpoint',
      share: 'its uptime',
      count: 'how many days had down time',
      date: 'the worst day',
      lasted: 'the down time of that day',
    },
  },
  'chart.calendarUp': {
    meaning: 'The same without down time.',
    params: { name: 'of the endpoint', share: 'its uptime' },
  },
  'chart.hour': {
    meaning: 'An hour of the week.',
    params: { time: 'the hour', value: 'its median', lasted: 'its down time' },
  },
  'chart.hourUnknown': { meaning: 'An hour of the week of which nothing is known.', params: { time: 'the hour' } },
  'chart.week': {
    meaning: 'What the hours of the week say, for screen readers.',
    params: { high: 'the highest median', highTime: 'when', low: 'the lowest median', lowTime: 'when' },
  },
  'chart.weekDown': {
    meaning: 'The same for down time.',
    params: { time: 'the hour with the most', lasted: 'how much' },
  },
  'chart.weekNoDown': { meaning: 'The same without down time.', params: {} },
  'chart.worstStates': { meaning: 'What a timeline of states says, for screen readers.', params: {} },
  'chart.moreStates': { meaning: 'How many more endpoints are not up.', params: COUNT },
  'chart.upCount': { meaning: 'How many endpoints are up.', params: COUNT },
  'chart.readNotes': {
    meaning: 'A point with what else happened at that time, for screen readers.',
    params: { point: 'the point', notes: 'a list' },
  },
  'chart.readDisturbed': { meaning: 'The check of a point was disturbed, for screen readers.', params: {} },
  'chart.mean': { meaning: 'The mean of a point.', params: { value: 'the mean' } },
  'chart.median': { meaning: 'The median of a point.', params: { value: 'the median' } },
  'chart.band': { meaning: 'The lowest and the highest value.', params: { min: 'the lowest', max: 'the highest' } },
  'chart.summary': {
    meaning: 'What a chart says, for screen readers.',
    params: {
      value: 'what is drawn, such as the latency',
      name: 'of the endpoint',
      range: 'the time range, in words',
      p50: 'the median',
      p95: 'the 95th percentile',
      max: 'the highest value',
    },
  },
  'chart.summaryEmpty': {
    meaning: 'The same for a range without values.',
    params: { value: 'what is drawn', name: 'of the endpoint', range: 'the time range, in words' },
  },
  'chart.summaryFailed': {
    meaning: 'How many checks of the range failed.',
    params: { down: 'how many failed', count: 'how many there were' },
  },
  'chart.phases': { meaning: 'The mean of each phase, for screen readers.', params: { phases: 'a list' } },
  'chart.compared': {
    meaning: 'What a chart of several endpoints says, for screen readers.',
    params: { value: 'what is drawn', range: 'the time range, in words', lines: 'each endpoint with its median' },
  },
  'chart.bar': {
    meaning: 'A bar of a histogram.',
    params: { range: 'its latencies', share: 'of all checks', ...COUNT },
  },
  'chart.distribution': {
    meaning: 'What a heat map or a histogram says, for screen readers.',
    params: { range: 'the most frequent latencies', share: 'of all checks' },
  },
  'range.empty': { meaning: 'Nothing was typed as the range.', params: {} },
  'range.notUnderstood': { meaning: 'A part of a typed range was not understood.', params: { part: 'that part' } },
  'range.order': { meaning: 'A typed range ends before it begins.', params: {} },
  'range.future': { meaning: 'A typed range begins in the future.', params: {} },
  'range.short': { meaning: 'A typed range is too short.', params: {} },
  'range.long': { meaning: 'A typed range is too long.', params: {} },
  'chart.failed': { meaning: 'The check of a point failed.', params: {} },
  'chart.unknown': { meaning: 'The check of a point could not be judged.', params: {} },
} as const satisfies Readonly<Record<string, CodeDocs>>;

export type HistoryCode = keyof typeof HISTORY;
