/** Notifications in English. */
import type { NotificationCode } from '../../contract/model/notices.ts';
import type { TitledText } from '../catalogue.ts';

const NAMES = '{names, select, none {} other {{names}}}{more, plural, =0 {} other { and # more}}';

export const notifications = {
  'incident.down': {
    title: '{name} is down',
    body: '{target, select, none {{cause}} other {{cause}\n{target}}}',
  },
  'incident.up': {
    title: '{name} is back',
    body: `{target, select,
      none {{seenMs, select,
        none {It was down for {downMs}.}
        other {It was seen down for {seenMs} of the last {downMs}. Lookout did not watch the rest.}}}
      other {{seenMs, select,
        none {It was down for {downMs}.\n{target}}
        other {It was seen down for {seenMs} of the last {downMs}. Lookout did not watch the rest.\n{target}}}}}`,
  },
  'incident.flapping': {
    title: '{name} is flapping',
    body: `It went down {count, plural, one {# time} other {# times}} within a short time. There is one more notification when that is over.{target, select,
      none {}
      other {\n{target}}}`,
  },
  'incident.calm': {
    title: '{reason, select, down {{name} is down} other {{name} is up}}',
    body: `{reason, select, down {It is no longer flapping, but stays down.} other {It is no longer flapping.}}{target, select,
      none {}
      other {\n{target}}}`,
  },
  'incidents.down': { title: '{count, plural, one {# endpoint is down} other {# endpoints are down}}', body: NAMES },
  'incidents.up': { title: '{count, plural, one {# endpoint is back} other {# endpoints are back}}', body: NAMES },
  'alert.message': { title: '{title}', body: '{text}' },
  'app.inTray': {
    title: 'Lookout continues in the tray',
    body: 'It still watches your endpoints. Open or quit it from its tray icon. You can change this in the settings.',
  },
} as const satisfies Readonly<Record<NotificationCode, TitledText>>;
