/** Test code: alerts, channels, rules and silences in memory. */
import type { AlertRequests } from '../../contract/channels/alerts.ts';
import type { Change, Collection } from '../../contract/channels/snapshot.ts';
import type { Alert, Delivery } from '../../contract/model/alert.ts';
import type { AlertChannelView, ChannelDescriptor } from '../../contract/model/alert-channel.ts';
import type { AlertRuleView, Silence, SilenceConfig } from '../../contract/model/alert-rule.ts';

type AlertHandlers = {
  readonly [C in keyof AlertRequests]: (args: AlertRequests[C]['args']) => AlertRequests[C]['answer'];
};

/** The state that a test may read and change. */
export interface FakeAlerting {
  alerts: Alert[];
  deliveries: Delivery[];
  channels: AlertChannelView[];
  rules: AlertRuleView[];
  silences: Silence[];
}

const KINDS: ChannelDescriptor[] = [
  {
    kind: 'webhook',
    title: 'Webhook',
    description: 'An HTTP request with the alert as JSON.',
    category: 'system',
    fields: [{ name: 'url', label: 'URL', type: 'text', section: 'target', required: true, secret: true }],
    example: { url: 'http://127.0.0.1:9000/alerts' },
  },
  {
    kind: 'desktop',
    title: 'Desktop notification',
    description: 'A notification on this computer.',
    category: 'direct',
    needs: 'notifications',
    fields: [],
    example: {},
  },
];

/** A one-time silence is active; a recurring one begins in an hour. */
export function aSilence(id: string, config: SilenceConfig, source: Silence['source'] = 'hand'): Silence {
  const active = config.from !== undefined;
  const from = config.from ?? Date.now() + 3_600_000;
  const to = config.to ?? from + (config.duration ?? 0);
  return { id, source, config, createdAt: 0, from, to, active, next: [{ from, to }], endpoints: 1 };
}

/** @param push tells pages that something changed */
export function createFakeAlerting(
  now: () => number,
  push: (change: Change) => void,
): {
  readonly handlers: AlertHandlers;
  readonly data: FakeAlerting;
} {
  const data: FakeAlerting = { alerts: [], deliveries: [], channels: [], rules: [], silences: [] };
  let created = 0;
  const newId = (): string => `fake-${(created += 1)}`;
  const put = <T extends { readonly id: string }>(all: T[], one: T): T[] => [
    ...all.filter(({ id }) => id !== one.id),
    one,
  ];

  const changed = <T>(what: Collection, answer: T): T => {
    push({ type: 'changed', what });
    return answer;
  };

  const handlers: AlertHandlers = {
    'alerts.list': ({ open, limit }) =>
      data.alerts
        .filter(({ state }) => open === undefined || open === (state === 'waiting' || state === 'firing'))
        .slice(0, limit),
    'alerts.acknowledge': ({ ids = [], by = '', note = '' }) => {
      data.alerts = data.alerts.map((alert) =>
        ids.includes(alert.id) ? { ...alert, acknowledged: { at: now(), by, note } } : alert,
      );
      return changed(
        'alerts',
        data.alerts.filter(({ id }) => ids.includes(id)),
      );
    },
    'alerts.comment': ({ id, note }) => {
      const alert = data.alerts.find((one) => one.id === id);
      if (alert === undefined) throw new Error(`There is no alert ${id}`);
      const commented = { ...alert, log: [...alert.log, { at: now(), what: 'commented' as const, text: note }] };
      data.alerts = put(data.alerts, commented);
      return changed('alerts', commented);
    },
    'alerts.deliveries': ({ alertId, limit }) =>
      data.deliveries.filter((one) => alertId === undefined || one.alertId === alertId).slice(0, limit),
    'alerts.deliver': () => null,
    'alerts.preview': ({ titleTemplate = '', bodyTemplate = '', event }) => {
      const wrong = { line: 1, column: 4, problem: 'undefined variable: nope' };
      const problem = (template: string) => (template.includes('nope') ? wrong : null);
      return {
        title: titleTemplate === '' ? `Shop is ${event}` : titleTemplate.replace('{{ title }}', `Shop is ${event}`),
        text: bodyTemplate === '' ? 'Cause: Connection refused.' : bodyTemplate,
        problems: { titleTemplate: problem(titleTemplate), bodyTemplate: problem(bodyTemplate) },
      };
    },
    'channels.kinds': () => KINDS,
    'channels.list': () => data.channels,
    'channels.save': ({ id = newId(), channel }) => {
      const { kind, name } = channel;
      if (typeof kind !== 'string' || typeof name !== 'string') throw new Error('A channel has a kind and a name');
      const config = { ...channel, kind, name };
      const view: AlertChannelView = { id, source: 'hand', config, deliveredAt: null, trouble: null, waiting: 0 };
      data.channels = put(data.channels, view);
      return changed('alerting', view);
    },
    'channels.remove': ({ ids }) => {
      data.channels = data.channels.filter(({ id }) => !ids.includes(id));
      return changed('alerting', null);
    },
    'channels.test': () => ({ outcome: 'delivered', answer: 'HTTP 200' }),
    'rules.list': () => data.rules,
    'rules.save': ({ id = newId(), rule }) => {
      const view: AlertRuleView = {
        id,
        source: 'hand',
        endpoints: 0,
        config: {
          name: rule.name ?? '',
          enabled: rule.enabled ?? true,
          match: rule.match ?? {},
          events: ['down', 'up'],
          channels: rule.channels ?? [],
          after: 0,
          repeat: null,
          steps: [],
          hours: null,
          expiresWithin: [14, 7, 1],
          pattern: '',
          titleTemplate: rule.titleTemplate ?? '',
          bodyTemplate: rule.bodyTemplate ?? '',
        },
      };
      data.rules = put(data.rules, view);
      return changed('alerting', view);
    },
    'rules.remove': ({ ids }) => {
      data.rules = data.rules.filter(({ id }) => !ids.includes(id));
      return changed('alerting', null);
    },
    'silences.list': () => data.silences,
    'silences.add': ({ match = {}, minutes, reason = '' }) => {
      const silence = aSilence(newId(), {
        name: reason,
        match,
        from: now(),
        to: now() + minutes * 60_000,
        timezone: '',
      });
      data.silences = [...data.silences, silence];
      return changed('alerting', silence);
    },
    'silences.save': ({ id = newId(), silence }) => {
      const { name = '', match = {}, timezone = '', from } = silence;
      const config = {
        name,
        match,
        timezone,
        ...(from === undefined
          ? { weekdays: ['sun'] as const, at: '02:00', duration: 3_600_000 }
          : { from: now(), to: now() + 3_600_000 }),
      };
      const saved = aSilence(id, config);
      data.silences = put(data.silences, saved);
      return changed('alerting', saved);
    },
    'silences.preview': () => ({ next: [{ from: now(), to: now() + 3_600_000 }], endpoints: 1 }),
    'silences.planned': ({ from, to }) =>
      data.silences
        .filter((one) => one.from < to && one.to > from)
        .map((one) => ({ silenceId: one.id, from: one.from, to: one.to })),
    'silences.remove': ({ ids }) => {
      data.silences = data.silences.filter(({ id }) => !ids.includes(id));
      return changed('alerting', null);
    },
    'silences.end': ({ ids }) => {
      data.silences = data.silences.filter(({ id }) => !ids.includes(id));
      return changed('alerting', null);
    },
  };
  return { handlers, data };
}
