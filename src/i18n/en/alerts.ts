/** Alerts in English. */
import type { AlertTextCode } from '../codes/alerts.ts';

export const alerts = {
  'alert.title.trouble': `{name, select,
    none {{reason, select,
      down {{count, plural, one {# endpoint is down} other {# endpoints are down}}}
      flapping {{count, plural, one {# endpoint is flapping} other {# endpoints are flapping}}}
      certificate {{count, plural, one {# certificate expires soon} other {# certificates expire soon}}}
      domain {{count, plural, one {# domain expires soon} other {# domains expire soon}}}
      budget {{count, plural, one {# endpoint is using up its error budget} other {# endpoints are using up their error budget}}}
      pattern {{count, plural, one {The checks of # endpoint show a pattern} other {The checks of # endpoints show a pattern}}}
      noData {{count, plural, one {# endpoint cannot be judged} other {# endpoints cannot be judged}}}
      lookout {Lookout has a problem}
      other {{count, plural, one {# endpoint is degraded} other {# endpoints are degraded}}}}}
    other {{reason, select,
      down {{name} is down}
      flapping {{name} is flapping}
      certificate {The certificate of {name} expires soon}
      domain {The domain of {name} expires soon}
      budget {{name} is using up its error budget}
      pattern {The checks of {name} show a pattern}
      noData {{name} cannot be judged}
      lookout {Lookout has a problem}
      other {{name} is degraded}}}}`,
  'alert.title.reminder': `{name, select,
    none {{count, plural, one {# endpoint is still in trouble after {forMs}} other {# endpoints are still in trouble after {forMs}}}}
    other {{reason, select,
      down {{name} is still down after {forMs}}
      flapping {{name} is still flapping after {forMs}}
      degraded {{name} is still degraded after {forMs}}
      certificate {The certificate of {name} has not been renewed}
      domain {The domain of {name} has not been renewed}
      other {{name} is still in trouble after {forMs}}}}}`,
  'alert.title.changed': `{name, select,
    none {{count, number} of {total, plural, one {# endpoint is still in trouble} other {# endpoints are in trouble}}}
    other {{reason, select,
      down {{total, plural, one {{name} is down} other {{name} is down (1 of # endpoints)}}}
      flapping {{total, plural, one {{name} is flapping} other {{name} is flapping (1 of # endpoints)}}}
      other {{total, plural, one {{name} is degraded} other {{name} is degraded (1 of # endpoints)}}}}}}`,
  'alert.title.up': `{name, select,
    none {{reason, select,
      certificate {{total, plural, one {# certificate was renewed} other {All # certificates were renewed}}}
      domain {{total, plural, one {# domain was renewed} other {All # domains were renewed}}}
      lookout {Lookout works again after {forMs}}
      other {{total, plural, one {# endpoint is back after {forMs}} other {All # endpoints are back after {forMs}}}}}}
    other {{reason, select,
      certificate {The certificate of {name} was renewed}
      domain {The domain of {name} was renewed}
      budget {{name} is no longer using up its error budget}
      pattern {The checks of {name} no longer show the pattern}
      noData {{name} can be judged again after {forMs}}
      lookout {Lookout works again after {forMs}}
      other {{name} is back after {forMs}}}}}`,
  'alert.title.was': `{name, select,
    none {{reason, select,
      down {{total, plural, one {# endpoint was down for {forMs}} other {# endpoints were down within {forMs}}}}
      other {{total, plural, one {# endpoint was in trouble for {forMs}} other {# endpoints were in trouble within {forMs}}}}}}
    other {{reason, select,
      down {{name} was down for {forMs}}
      degraded {{name} was degraded for {forMs}}
      other {{name} was in trouble for {forMs}}}}}`,
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
  'alert.cause.flapping':
    'It went down {count, plural, one {# time} other {# times}} within a short time. There is one more message when that is over.',
  'alert.cause.expires':
    '{reason, select, domain {The domain expires} other {The certificate expires}} on {expiresOn}.',
  'alert.cause.pattern': 'Its last checks were like this: {pattern}.',
  'alert.cause.budget': `{reason, select,
    fast {The objective {name} is being missed fast: at this rate, 2 % of the allowed down time is used up in an hour.}
    slow {The objective {name} is being missed: at this rate, 5 % of the allowed down time is used up in 6 hours.}
    other {The objective {name} will be missed if it goes on like this.}}`,
  'alert.since': '{startedAt} ({forMs} ago)',
  'alert.lasted': '{forMs}',
  'alert.member': `{reason, select,
    up {{name}: up again}
    gone {{name}: no longer watched}
    topic {{cause, select, none {{name}} other {{name}: {cause}}}}
    down {{cause, select, none {{name}: down} other {{name}: {cause}}}}
    other {{cause, select, none {{name}: degraded} other {{name}: degraded. {cause}}}}}`,
  'alert.more': '{count, plural, one {and # more} other {and # more}}',
  'alert.shared': '{reason, select, host {The host {value}} group {The group {value}} other {{value}}}',
} as const satisfies Readonly<Record<AlertTextCode, string>>;
