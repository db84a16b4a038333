/** The health page in English. */
import type { HealthCode } from '../codes/health.ts';

export const health = {
  'health.fine': 'Measurements are trustworthy',
  'health.measurements': 'Many measurements are disturbed',
  'health.schedule': 'Checks are delayed',
  'health.history': 'Results are saved late',
  'health.resources': 'Lookout uses much of this computer',
  'health.withinLimits': `{count, plural,
    =0 {All figures are within their limits. One event loop runs no check now, and was at most {late} late in the last {window}.}
    one {All figures are within their limits. One event loop runs # check now, and was at most {late} late in the last {window}.}
    other {All figures are within their limits. One event loop runs # checks now, and was at most {late} late in the last {window}.}}`,
  'health.problem': `{reason, select,
    orEarlier {{figure}: {value}, {limit} since {since} or earlier ({lasted})}
    other {{figure}: {value}, {limit} since {since} ({lasted})}}`,
  'health.times': 'Charts show the last {charts}, figures the last {figures}.',
  'health.uptime': 'Lookout has been running for {lasted}.',
  'health.above': 'above {limit}',
  'health.cores': '{value} cores',
  'health.since': '{value} since the start',
  'health.highest': 'highest {max}',
  'health.loopDelay': 'Event loop delay',
  'health.loopDelay.beside': 'p99; median {median}, highest {max}',
  'health.loopDelay.meaning':
    'How late the event loop runs its timers. Above {limit}, checks are delayed, and more of them disturbed.',
  'health.disturbed': 'Disturbed checks',
  'health.disturbed.beside': '{part} of {whole}',
  'health.disturbed.meaning':
    'Checks measured while Lookout was busy. Their verdict counts, their duration is left out of the statistics.',
  'health.loopUse': 'Event loop use',
  'health.loopUse.meaning': 'The share of time in which the event loop is busy. Above {limit}, checks soon start late.',
  'health.cpu': 'CPU',
  'health.cpu.meaning': 'The CPU use of Lookout. If it stays above {limit}, use longer intervals or fewer endpoints.',
  'health.memory': 'Memory',
  'health.memory.beside': 'heap {heap}',
  'health.memory.meaning': 'The memory of Lookout. It should level off. If it grows for hours, please report it.',
  'health.rate': 'Checks per second',
  'health.rate.meaning': 'It follows from the number of endpoints and their intervals, and should be steady.',
  'health.running': 'Running checks',
  'health.running.atOnce': '{max} at the same time',
  'health.running.limit': 'the limit in Settings',
  'health.running.meaning': 'Checks that wait for an answer now. At the limit in Settings, further checks are queued.',
  'health.queued': 'Queued checks',
  'health.queued.limit': 'more than are running',
  'health.queued.meaning':
    'Checks that are due, but must wait for others to end. If it stays above 0, raise the limits in Settings.',
  'health.startDelay': 'Start delay',
  'health.startDelay.beside': 'highest; median {median}, p99 {p99}',
  'health.startDelay.meaning':
    'How long after their time checks start, not counting the queue. Above {limit}, intervals get uneven.',
  'health.skipped': 'Skipped checks',
  'health.skipped.beside': 'in {lasted}',
  'health.skipped.meaning':
    'Skipped because the previous check was still running, or the computer slept. If it grows, an interval is too short.',
  'health.unsaved': 'Unsaved rows',
  'health.unsaved.beside': '{value} saved',
  'health.unsaved.meaning': 'Rows that are not in the database yet. Thousands mean that the disk is too slow.',
  'health.writeTime': 'Write time',
  'health.writeTime.none': 'none yet',
  'health.writeTime.meaning':
    'How long the last batch took. It runs in its own thread and delays no check. Above {limit}, the disk is slow.',
  'health.database': 'Database size',
  'health.database.meaning':
    'The database and its write-ahead log. It levels off, depending on how long Settings keep results.',
} as const satisfies Readonly<Record<HealthCode, string>>;
