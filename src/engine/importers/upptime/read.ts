/** Reads the configuration of Upptime (https://upptime.js.org/docs/configuration). */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { issueOf } from '../../base/issues.ts';
import { entryOf, Fields } from '../fields.ts';
import type { FoundEndpoint, ReadContext, ReadSources } from '../importer.ts';
import { httpEntry, redirectFields } from '../request.ts';
import type { Source } from '../source.ts';
import { variable } from '../variables.ts';
import { hostPort, quote, slug, statusList } from '../web.ts';

/** Upptime runs every five minutes. */
const INTERVAL = '5m';
const ROOT = {
  'status-website': 'import.statusPage',
  i18n: 'import.statusPage',
  owner: 'import.settings',
  repo: 'import.settings',
  'user-agent': 'import.settings',
  runner: 'import.settings',
  PAT: 'import.settings',
  commits: 'import.settings',
  commitMessages: 'import.settings',
  commitPrefixStatusUp: 'import.settings',
  skipDeleteIssues: 'import.settings',
  skipHomepage: 'import.statusPage',
  skipTopics: 'import.settings',
  assignees: 'import.alerting',
  notifications: 'import.alerting',
  delay: 'import.settings',
  customStatusWebsitePackage: 'import.statusPage',
} as const;

export const read: ReadSources = (sources, context) => sources.flatMap((source) => readConfig(source, context));

function readConfig(source: Source, { warn }: ReadContext): FoundEndpoint[] {
  const { data } = source;
  if (!isRecord(data) || !Array.isArray(data['sites'])) throw source.error(issueOf('source.list', 'sites', {}));
  const root = new Fields(source, '', data, warn);
  const schedule = root.fields('workflowSchedule');
  const interval = intervalOf(schedule);
  schedule.finish(Object.fromEntries(Object.keys(schedule.record).map((name) => [name, 'import.settings'])));
  const found = root.entries('sites').flatMap((site): FoundEndpoint[] => {
    const name = site.text('name') || site.text('url');
    const entry = readSite(site);
    const tags = site.texts('tags');
    site.ignore('name', 'verbose');
    site.finish({ icon: 'import.statusPage', assignees: 'import.alerting', slug: 'import.statusPage' });
    if (entry === null) return [];
    const id = site.text('slug') || slug(name);
    const full = { ...entry, ...entryOf({ name, interval, tags }), kind: entry.kind };
    return [{ sourceId: `upptime:${id}`, source: source.name, path: site.path, entry: full }];
  });
  root.finish(ROOT);
  return found;
}

/** Reads a schedule such as `0/5 * * * *`: every five minutes. */
function intervalOf(schedule: Fields): string {
  const cron = schedule.text('uptime');
  if (cron === '') return INTERVAL;
  const minutes = /^(?:\*|0)\/(\d+) \* \* \* \*$/u.exec(cron.trim())?.[1];
  if (minutes !== undefined) return `${minutes}m`;
  schedule.warn('uptime', 'import.schedule', { used: INTERVAL });
  return INTERVAL;
}

/** `$NAME` is a secret of the repository. */
function withSecrets(text: string): string {
  return text.replaceAll(/\$([A-Za-z_]\w*)/gu, (_, name: string) => variable(name));
}

function readSite(site: Fields): EndpointInput | null {
  const url = withSecrets(site.text('url'));
  const check = site.text('check') || 'http';
  const port = site.number('port');
  const family = site.flag('ipv6') ? '6' : undefined;
  if (check === 'tcp-ping') {
    return { kind: 'tcp', port: 80, ...hostPort(url, port), ...entryOf({ family }) };
  }
  if (check === 'ws') return { kind: 'websocket', url };
  if (check === 'ssl') return { kind: 'tls', ...hostPort(url, port) };
  if (check !== 'http') {
    site.warn('check', 'import.noKind', { type: check });
    return null;
  }
  const degraded = site.texts('__dangerous__body_degraded');
  const missing = site.texts('__dangerous__body_degraded_if_text_missing');
  const isUnverified = [
    '__dangerous__insecure',
    '__dangerous__disable_verify_peer',
    '__dangerous__disable_verify_host',
  ];
  const unverified = isUnverified.map((name) => site.flag(name)).includes(true);
  return httpEntry(
    {
      method: site.text('method') || 'GET',
      url: /^(?:https?:\/\/|LOOKOUTx)/iu.test(url) ? url : `http://${url}`,
      headers: site.texts('headers').map((line) => {
        const at = line.indexOf(':');
        return [line.slice(0, at).trim(), withSecrets(line.slice(at + 1).trim())] as const;
      }),
      body: withSecrets(site.text('body')),
      more: entryOf({
        acceptedStatus: statusList(site.texts('expectedStatusCodes')),
        degradedAbove: site.duration('maxResponseTime', 'ms'),
        ...redirectFields(site.number('maxRedirects')),
        ...(unverified ? { verifyTls: false } : {}),
        keyword: site.texts('__dangerous__body_down_if_text_missing')[0],
        keywordAbsent: site.texts('__dangerous__body_down')[0],
        conditions: [
          ...degraded.map((text) => `warn: not [BODY] contains ${quote(text)}`),
          ...missing.map((text) => `warn: [BODY] contains ${quote(text)}`),
        ],
        family,
      }),
    },
    site,
  );
}
