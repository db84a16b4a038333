import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** Upptime: `.upptimerc.yml`. */
export const upptime: Importer = {
  name: 'upptime',
  title: 'Upptime',
  files: '`.upptimerc.yml`',
  fields: {
    'name, url, method, headers, body': '`name`, `url`, `method`, `headers`, `body`',
    expectedStatusCodes: '`acceptedStatus`',
    maxResponseTime: '`degradedAbove`',
    'maxRedirects, __dangerous__disable_verify_peer, __dangerous__disable_verify_host': '`maxRedirects`, `verifyTls`',
    '__dangerous__body_down, __dangerous__body_down_if_text_missing, __dangerous__body_degraded':
      '`keywordAbsent`, `keyword`, a condition with `warn:`',
    'check (http, tcp-ping, ws, ssl), port, ipv6': 'the kind, `port`, `family`',
    'workflowSchedule.uptime': '`interval`; import.schedule',
    'check (others)': 'import.noKind',
    $SECRET: 'an environment variable',
    'icon, assignees, tags, slug': 'import.statusPage, except `tags`',
    'status-website, i18n, assignees, notifications, workflowSchedule and others':
      'import.statusPage, import.alerting, import.settings',
  },
  recognizes(source) {
    const { dataIfAny: data } = source;
    if (data === undefined) return /^sites *:/mu.test(source.textIfAny);
    return (
      isRecord(data) && Array.isArray(data['sites']) && data['sites'].every((site) => isRecord(site) && 'url' in site)
    );
  },
  load: () => import('./read.ts'),
};
