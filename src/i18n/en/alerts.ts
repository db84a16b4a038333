/** Alerts in English. */
import type { AlertTextCode } from '../codes/alerts.ts';

export const alerts = {
  'alert.title.trouble': `{name, select,
    none {{reason, select,
      down {{count, plural, one {# endpoint is down} other {# endpoints are down}}}
      other {{count, plural, one {# endpoint is degraded} other {# endpoints are degraded}}}}}
    other {{reason, select, down {{name} is down} other {{name} is degraded}}}}`,
  'alert.title.reminder': `{name, select,
    none {{count, plural, one {# endpoint is still in trouble after {forMs}} other {# endpoints are still in trouble after {forMs}}}}
    other {{reason, select, down {{name} is still down after {forMs}} other {{name} is still degraded after {forMs}}}}}`,
  'alert.title.changed': `{name, select,
    none {{count, number} of {total, plural, one {# endpoint is still in trouble} other {# endpoints are in trouble}}}
    other {{reason, select,
      down {{total, plural, one {{name} is down} other {{name} is down (1 of # endpoints)}}}
      other {{total, plural, one {{name} is degraded} other {{name} is degraded (1 of # endpoints)}}}}}}`,
  'alert.title.up': `{name, select,
    none {{total, plural, one {# endpoint is back after {forMs}} other {All # endpoints are back after {forMs}}}}
    other {{name} is back after {forMs}}}`,
  'alert.title.gone': `{name, select,
    none {{total, plural, one {The alert about # endpoint has ended: nobody watches it any more} other {The alert about # endpoints has ended: nobody watches them any more}}}
    other {The alert about {name} has ended: nobody watches it any more}}`,
  'alert.title.test': 'Test message from Lookout to {channel}',
  'alert.text.test': 'If you can read this, the channel works.',
  'alert.label.cause': 'Cause',
  'alert.label.target': 'Target',
  'alert.label.since': 'Since',
  'alert.label.lasted': 'Lasted',
  'alert.label.endpoints': 'Endpoints',
  'alert.label.shared': 'In common',
  'alert.since': '{startedAt} ({forMs} ago)',
  'alert.lasted': '{forMs}',
  'alert.member': `{reason, select,
    up {{name}: up again}
    gone {{name}: no longer watched}
    down {{cause, select, none {{name}: down} other {{name}: {cause}}}}
    other {{cause, select, none {{name}: degraded} other {{name}: degraded. {cause}}}}}`,
  'alert.more': '{count, plural, one {and # more} other {and # more}}',
  'alert.shared': '{reason, select, host {The host {value}} group {The group {value}} other {{value}}}',
} as const satisfies Readonly<Record<AlertTextCode, string>>;
