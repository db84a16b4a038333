import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';
import type { Source } from '../source.ts';

const LISTS = ['endpoints', 'external-endpoints', 'suites'] as const;

/** The parts of a configuration that only Gatus has. */
const SETTINGS = /^(?:alerting|maintenance|storage|web|ui|announcements|external-endpoints|endpoints|suites)$/u;

/** Gatus: its configuration as YAML, one file or a folder. */
export const gatus: Importer = {
  name: 'gatus',
  title: 'Gatus',
  files: '`config.yaml`, a folder of such files, or a ConfigMap that contains one',
  fields: {
    name: '`name`',
    group: '`group`',
    enabled: 'paused',
    'url (http, https)': '`kind: http`, `url`',
    'url (tcp, udp, icmp, tls, starttls, ws, wss, grpc, grpcs, ssh)': 'the kind of that protocol',
    'url (sctp)': 'import.noKind',
    dns: '`kind: dns`, `server` from the URL',
    ssh: '`username`, `password`, `privateKey`; the command from `body`',
    method: '`method`',
    body: '`body`, or `send` and `steps` of other protocols',
    graphql: '`bodyType: graphql`',
    headers: '`headers`',
    interval: '`interval`',
    conditions: '`conditions` with `dialect: gatus`',
    'extra-labels': '`tags`',
    'client.timeout': '`timeout`',
    'client.insecure': '`verifyTls`',
    'client.ignore-redirect': '`followRedirects`',
    'client.dns-resolver': '`resolver`',
    'client.oauth2': '`auth: oauth2` and its fields',
    'client.proxy-url': '`proxy`',
    'client.network': '`family`',
    'client.tls': 'import.file',
    'client.identity-aware-proxy': 'import.noCounterpart',
    'client.tunnel': 'import.noCounterpart',
    'client.store-cookies': 'import.noCounterpart',
    'alerts (failure-threshold)': '`retries`',
    alerts: 'import.alerting',
    alerting: 'import.alerting',
    'ui (of an endpoint)': 'import.noCounterpart',
    'ui, announcements': 'import.statusPage',
    'maintenance, maintenance-windows': 'import.maintenance',
    'external-endpoints': '`kind: push` with an address of its own; import.instead',
    suites: '`kind: steps`, with conditions in the dialect of Lookout',
    'storage, web, security, remote, connectivity, metrics, concurrency': 'import.settings',
  },
  recognizes: (source) => source.documentsIfAny.some(isGatus) || isBroken(source),
  complements: ({ dataIfAny: data }) => isRecord(data) && Object.keys(data).some((key) => SETTINGS.test(key)),
  load: () => import('./read.ts'),
};

function isGatus(data: unknown): boolean {
  if (!isRecord(data)) return false;
  const configs = data['kind'] === 'ConfigMap' && isRecord(data['data']) ? Object.values(data['data']) : [];
  if (configs.some((text) => typeof text === 'string' && /^(?:endpoints|external-endpoints|suites) *:/mu.test(text))) {
    return true;
  }
  return LISTS.some((name) => {
    const list = data[name];
    return Array.isArray(list) && list.some((one) => isRecord(one) && !('kind' in one) && 'name' in one);
  });
}

/** A file with a mistake, or one that is valid only with its variables, is recognized by its words. */
function isBroken(source: Source): boolean {
  const text = source.textIfAny;
  return source.documentsIfAny.length === 0 && /^endpoints *:/mu.test(text) && /^ +conditions *:/mu.test(text);
}
