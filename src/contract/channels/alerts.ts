import type { Alert, Delivery, SendResult } from '../model/alert.ts';
import type { AlertChannelInput, AlertChannelView, ChannelDescriptor } from '../model/alert-channel.ts';
import type { TemplatePreview, TemplatePreviewInput } from '../model/alert-template.ts';
import type { AlertRuleView, PlannedSilence, RuleInput, Silence } from '../model/alert-rule.ts';
import type { MaintenanceInput, MaintenancePreview } from '../model/maintenance.ts';
import type { EndpointMatch } from '../model/match.ts';
import type { EndpointId, EpochMs, Nothing } from '../model/units.ts';

/** Requests for alerts, and for rules, channels and silences. */
export interface AlertRequests {
  'alerts.list': { args: { open?: boolean; before?: EpochMs; limit: number }; answer: Alert[] };
  'alerts.acknowledge': {
    args: { ids?: string[]; endpoints?: EndpointId[]; by?: string; note?: string; until?: EpochMs };
    answer: Alert[];
  };
  'alerts.comment': { args: { id: string; by?: string; note: string }; answer: Alert };
  'alerts.deliveries': {
    args: { alertId?: string; channelId?: string; open?: boolean; before?: EpochMs; limit: number };
    answer: Delivery[];
  };
  'alerts.deliver': { args: { deliveryId: string }; answer: null };
  'alerts.preview': { args: TemplatePreviewInput; answer: TemplatePreview };
  'channels.kinds': { args: Nothing; answer: ChannelDescriptor[] };
  'channels.list': { args: Nothing; answer: AlertChannelView[] };
  'channels.save': { args: { id?: string; channel: AlertChannelInput }; answer: AlertChannelView };
  'channels.remove': { args: { ids: string[] }; answer: null };
  'channels.test': { args: { id?: string; channel: AlertChannelInput }; answer: SendResult };
  'rules.list': { args: Nothing; answer: AlertRuleView[] };
  'rules.save': { args: { id?: string; rule: RuleInput }; answer: AlertRuleView };
  'rules.remove': { args: { ids: string[] }; answer: null };
  'silences.list': { args: Nothing; answer: Silence[] };
  'silences.add': {
    args: { match?: EndpointMatch; alertId?: string; minutes: number; reason?: string };
    answer: Silence;
  };
  'silences.save': { args: { id?: string; silence: MaintenanceInput }; answer: Silence };
  'silences.preview': { args: { silence: MaintenanceInput }; answer: MaintenancePreview };
  'silences.planned': { args: { from: EpochMs; to: EpochMs }; answer: PlannedSilence[] };
  'silences.end': { args: { ids: string[] }; answer: null };
  'silences.remove': { args: { ids: string[] }; answer: null };
}

/** One sentence per request, for `docs/api.md`. */
export const ALERT_CHANNELS = {
  'alerts.list':
    'Alerts, newest first, at most 200 at a time. With `open`, only those that wait or fire (`true`) or only the others (`false`); with `before`, those that began before a time.',
  'alerts.acknowledge':
    'Acknowledges alerts: they are not repeated, and later steps do not follow. With `endpoints`, acknowledges the open alerts and incidents of these endpoints.',
  'alerts.comment': 'Adds a note to the log of an alert.',
  'alerts.deliveries':
    'Messages to channels, newest first, each with its attempts; at most 200 at a time. With `open`, only those that wait (`true`) or only the others (`false`).',
  'alerts.deliver': 'Sends a failed message again.',
  'alerts.preview':
    'Shows the message that templates produce for an incident, a real one or an example, and the errors in the templates.',
  'channels.kinds': 'The kinds of channels, with their fields.',
  'channels.list': 'All channels, those of lookout.yaml included. Of a secret, only whether it is set.',
  'channels.save':
    'Adds a channel, or changes the one with the `id`. A secret that is `{"$secret": true}` stays as it is.',
  'channels.remove': 'Removes channels. Messages that wait for them are not sent.',
  'channels.test':
    'Sends a test message through a channel as given, unsaved, and answers with what the other side said.',
  'rules.list': 'All rules, those of lookout.yaml included, each with the number of endpoints that it matches.',
  'rules.save': 'Adds a rule, or changes the one with the `id`.',
  'rules.remove': 'Removes rules. Their open alerts end without a message.',
  'silences.list': 'Silences that are under way or to come, those of lookout.yaml included, each with its next times.',
  'silences.add':
    'For some minutes from now on, at most 44,640 (31 days), nobody is alerted about the matching endpoints, or about the failing endpoints of an open alert.',
  'silences.save':
    'Adds a silence, or changes the one with the `id`. It takes place once, on days of the week or of the month, or by a cron expression. `name` is the reason.',
  'silences.preview':
    'Validates a silence without saving it. Answers with its next times, at most 5, and the number of endpoints that it matches.',
  'silences.planned':
    'The times of all silences that overlap a range of at most 62 days, by their beginning; at most 1,000.',
  'silences.end':
    'Ends silences that are under way; one that repeats comes again at its next time. Problems that still last are then alerted.',
  'silences.remove': 'Removes silences, those that repeat included.',
} as const satisfies Record<keyof AlertRequests, string>;
