import type { AlertRequests } from '../../../contract/channels/alerts.ts';
import type { SoundRequests } from '../../../contract/channels/sounds.ts';
import type { Alerts } from '../../alerts/alerts.ts';
import { channelDescriptors } from '../../alerts/channel-registry.ts';
import { loadTemplatesFor } from '../../alerts/template/templates.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import type { IncidentEvents } from '../../history/incident-events.ts';
import type { Clock } from '../../ports.ts';
import { acknowledge } from './acknowledgments.ts';
import type { HandlersOf } from './handler.ts';

export interface AlertHandlerParts {
  readonly clock: Clock;
  readonly alerts: Alerts;
  readonly registry: EndpointRegistry;
  readonly incidentEvents: IncidentEvents;
}

export function alertHandlers({
  clock,
  alerts,
  registry,
  incidentEvents,
}: AlertHandlerParts): HandlersOf<keyof AlertRequests | keyof SoundRequests> {
  const { config, silences, deliveries, sounds } = alerts;
  return {
    'alerts.list': (query) => alerts.list(query),
    'alerts.acknowledge': (args) => acknowledge(args, { alerts, registry, incidentEvents, clock }),
    'alerts.comment': ({ id, by, note }) => alerts.comment(id, by, note),
    'alerts.deliveries': (query) => deliveries.list(query),
    'alerts.deliver': async ({ deliveryId }) => {
      await deliveries.again(deliveryId);
      return null;
    },
    'alerts.preview': (input) => deliveries.preview(input),
    'channels.kinds': () => channelDescriptors(),
    'channels.list': () => alerts.channels(),
    'channels.save': async ({ id, channel }) => {
      await loadTemplatesFor(channel);
      return alerts.channelView(await config.saveChannel(channel, id));
    },
    'channels.remove': async ({ ids }) => {
      await config.removeChannels(ids);
      return null;
    },
    'channels.test': async ({ id, channel }) => {
      await loadTemplatesFor(channel);
      return deliveries.test(channel, id);
    },
    'rules.list': () => alerts.rules(),
    'rules.save': async ({ id, rule }) => {
      await loadTemplatesFor(rule);
      return alerts.ruleView(await config.saveRule(rule, id));
    },
    'rules.remove': async ({ ids }) => {
      await config.removeRules(ids);
      return null;
    },
    'sounds.answer': ({ id, outcome, problem }) => {
      sounds.answered(id, outcome, problem);
      return null;
    },
    'sounds.file': ({ id }) => ({ base64: Buffer.from(sounds.file(id)).toString('base64') }),
    'silences.list': () => silences.list(),
    'silences.save': ({ id, silence }) => silences.save(id ?? null, silence),
    'silences.preview': ({ silence }) => silences.preview(silence),
    'silences.planned': ({ from, to }) => silences.planned(from, to),
    'silences.remove': async ({ ids }) => {
      await silences.remove(ids);
      return null;
    },
    'silences.add': ({ match = {}, alertId, minutes, reason = '' }) =>
      alertId === undefined ? silences.add(match, minutes, reason) : alerts.silenceAlert(alertId, minutes, reason),
    'silences.end': async ({ ids }) => {
      await silences.end(ids);
      return null;
    },
  };
}
