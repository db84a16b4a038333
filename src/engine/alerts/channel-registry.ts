/** The list of channel kinds, and how their configs are read. */
import type { ChannelConfig, ChannelDescriptor } from '../../contract/model/alert-channel.ts';
import type { FormField } from '../../contract/descriptor.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { z } from 'zod';
import { accepts, toIssues } from '../base/accepts.ts';
import { formatPath, issueOf } from '../base/issues.ts';
import { nearest } from '../base/nearest.ts';
import { wholeNumberSchema } from '../check/common.ts';
import { isSecretPlace } from '../check/secret-fields.ts';
import { isRecord } from '../../shared/is-record.ts';
import type { ChannelKind } from './channel-kind.ts';
import { templateFields } from './template/templates.ts';
import { alertmanager } from './channels/alertmanager/descriptor.ts';
import { apprise } from './channels/apprise/descriptor.ts';
import { bark } from './channels/bark/descriptor.ts';
import { command } from './channels/command/descriptor.ts';
import { desktop } from './channels/desktop/descriptor.ts';
import { dingtalk } from './channels/dingtalk/descriptor.ts';
import { discord } from './channels/discord/descriptor.ts';
import { email } from './channels/email/descriptor.ts';
import { feishu } from './channels/feishu/descriptor.ts';
import { github } from './channels/github/descriptor.ts';
import { googlechat } from './channels/googlechat/descriptor.ts';
import { gotify } from './channels/gotify/descriptor.ts';
import { homeAssistant } from './channels/homeassistant/descriptor.ts';
import { jira } from './channels/jira/descriptor.ts';
import { jsm } from './channels/jsm/descriptor.ts';
import { line } from './channels/line/descriptor.ts';
import { matrix } from './channels/matrix/descriptor.ts';
import { mattermost } from './channels/mattermost/descriptor.ts';
import { mqtt } from './channels/mqtt/descriptor.ts';
import { ntfy } from './channels/ntfy/descriptor.ts';
import { pagerduty } from './channels/pagerduty/descriptor.ts';
import { pushbullet } from './channels/pushbullet/descriptor.ts';
import { pushover } from './channels/pushover/descriptor.ts';
import { rocketchat } from './channels/rocketchat/descriptor.ts';
import { signal } from './channels/signal/descriptor.ts';
import { slack } from './channels/slack/descriptor.ts';
import { sound } from './channels/sound/descriptor.ts';
import { splunkOnCall } from './channels/splunkoncall/descriptor.ts';
import { syslog } from './channels/syslog/descriptor.ts';
import { teams } from './channels/teams/descriptor.ts';
import { telegram } from './channels/telegram/descriptor.ts';
import { twilio } from './channels/twilio/descriptor.ts';
import { webhook } from './channels/webhook/descriptor.ts';
import { wecom } from './channels/wecom/descriptor.ts';
import { whatsapp } from './channels/whatsapp/descriptor.ts';
import { zulip } from './channels/zulip/descriptor.ts';

/** To add a kind of channel, create a folder in `channels/` and add it here. */
export const channelKinds: readonly ChannelKind[] = [
  desktop,
  sound,
  email,
  twilio,
  slack,
  teams,
  discord,
  telegram,
  mattermost,
  rocketchat,
  googlechat,
  matrix,
  zulip,
  signal,
  whatsapp,
  line,
  dingtalk,
  feishu,
  wecom,
  ntfy,
  gotify,
  pushover,
  pushbullet,
  bark,
  pagerduty,
  jsm,
  splunkOnCall,
  alertmanager,
  github,
  jira,
  webhook,
  command,
  mqtt,
  syslog,
  homeAssistant,
  apprise,
];

export function findChannelKind(kind: unknown, kinds: readonly ChannelKind[] = channelKinds): ChannelKind | undefined {
  return kinds.find((candidate) => candidate.kind === kind);
}

/** For pages and the documentation. */
export function channelDescriptors(kinds: readonly ChannelKind[] = channelKinds): ChannelDescriptor[] {
  return kinds.map(({ kind, title, description, category, needs, form, example }) => ({
    kind,
    title,
    description,
    category,
    ...(needs === undefined ? {} : { needs }),
    fields: [...form, MAX_PER_HOUR_FIELD],
    example,
  }));
}

export type ParsedChannel =
  | { readonly ok: true; readonly config: ChannelConfig; readonly kind: ChannelKind }
  | { readonly ok: false; readonly issues: Issue[] };

/** The name under which texts find the field labels of a kind of channel. It differs from the names of check kinds. */
export function issueKind({ kind }: Pick<ChannelKind, 'kind'>): string {
  return `channel.${kind}`;
}

const MAX_PER_HOUR = 3_600;

/** The fields that every channel has. */
const common = z.object({
  name: accepts('textBetween', { min: 1, max: 100 }, z.string().trim().min(1).max(100)),
  maxPerHour: wholeNumberSchema(1, MAX_PER_HOUR).nullable().default(null),
  ...templateFields(),
});

const MAX_PER_HOUR_FIELD: FormField = {
  name: 'maxPerHour',
  label: 'Max messages per hour',
  type: 'number',
  section: 'request',
  advanced: true,
  min: 1,
  max: MAX_PER_HOUR,
  default: null,
  help: 'Further messages wait. A message that a later one replaces meanwhile is not sent. If empty, there is no limit.',
};

/** Reads a channel whose secrets are in clear, or stand-ins. */
export function parseChannel(input: unknown, kinds: readonly ChannelKind[] = channelKinds): ParsedChannel {
  const given = isRecord(input) ? input : {};
  const kind = findChannelKind(given['kind'], kinds);
  if (kind === undefined) {
    const options = kinds.map((one) => one.kind);
    const suggestion = typeof given['kind'] === 'string' ? nearest(given['kind'], options) : null;
    return {
      ok: false,
      issues: [issueOf('unknownChannelKind', 'kind', { options, suggestion }, { given: given['kind'] })],
    };
  }
  const known = ['kind', ...Object.keys(common.shape), ...Object.keys(kind.schema.shape)];
  const issues: Issue[] = Object.keys(given)
    .filter((key) => !known.includes(key) && given[key] !== undefined)
    .map((key) =>
      issueOf(
        'unknownField',
        formatPath([key]),
        { name: key, known, suggestion: nearest(key, known) },
        { kind: issueKind(kind) },
      ),
    );
  const isSecret = (path: readonly PropertyKey[]): boolean => isSecretPlace(kind, given, path);
  const named = common.safeParse(given);
  const own = kind.schema.safeParse(given);
  const from = { input: given, kind: issueKind(kind), isSecret };
  if (!named.success) issues.push(...toIssues(named.error, { ...from, shape: common.shape }));
  if (!own.success) issues.push(...toIssues(own.error, { ...from, shape: kind.schema.shape }));
  if (issues.length > 0 || !named.success || !own.success) return { ok: false, issues };
  return { ok: true, kind, config: { kind: kind.kind, ...named.data, ...own.data } };
}
