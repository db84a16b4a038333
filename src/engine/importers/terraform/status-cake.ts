/** StatusCake (https://registry.terraform.io/providers/StatusCakeDev/statuscake/latest/docs). */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { entryOf, type Fields } from '../fields.ts';
import { httpEntry } from '../request.ts';
import { hostPort, statusList } from '../web.ts';
import { block } from './blocks.ts';
import type { ReadResource } from './read.ts';

const OTHERS = {
  regions: 'import.locations',
  contact_groups: 'import.alerting',
  trigger_rate: 'import.alerting',
} as const;

export const statusCake: ReadResource = (check) => {
  const entry = readProtocol(check);
  if (entry === null) return null;
  const paused = check.flag('paused');
  const common = entryOf({
    name: check.text('name'),
    interval: check.duration('check_interval', 's'),
    retries: check.number('confirmation') ?? 2,
    tags: check.texts('tags'),
  });
  check.ignore('id', 'locations');
  check.finish(OTHERS);
  return { ...entry, ...common, kind: entry.kind, paused };
};

function readProtocol(check: Fields): EndpointInput | null {
  const resource = block(check, 'monitored_resource');
  const address = resource.text('address');
  resource.ignore('host').finish();
  if (check.has('http_check')) return readHttp(block(check, 'http_check'), address);
  if (check.has('tcp_check')) return readTcp(block(check, 'tcp_check'), address);
  if (check.has('icmp_check')) {
    check.ignore('icmp_check');
    return { kind: 'icmp', host: hostPort(address).host };
  }
  if (check.has('dns_check')) {
    const dns = block(check, 'dns_check');
    return {
      kind: 'dns',
      domain: hostPort(address).host,
      ...entryOf({ server: dns.text('dns_server'), expected: dns.texts('dns_ips') }),
    };
  }
  check.warn('', 'import.notEndpoint');
  return null;
}

function readHttp(http: Fields, address: string): EndpointInput | null {
  const auth = block(http, 'basic_authentication');
  const matcher = block(http, 'content_matchers');
  const inverted = matcher.text('matcher') === 'NOT_CONTAINS_STRING';
  const entry = httpEntry(
    {
      method: http.text('request_method') === 'HTTP' ? 'GET' : http.text('request_method') || 'GET',
      url: address,
      headers: Object.entries(http.pairs('request_headers')),
      body: http.text('request_payload_raw'),
      form: Object.entries(http.pairs('request_payload')),
      more: {
        ...entryOf({
          username: auth.text('username'),
          password: auth.text('password'),
          // The codes that are failures.
          conditions: failingCodes(http),
          [inverted ? 'keywordAbsent' : 'keyword']: matcher.text('content'),
          timeout: http.duration('timeout', 's'),
          userAgent: http.text('user_agent'),
        }),
        ...(http.flag('follow_redirects') ? {} : { followRedirects: false }),
        ...(http.flag('validate_ssl') ? {} : { verifyTls: false }),
      },
    },
    http,
  );
  http.finish({ enable_cookies: 'import.noCounterpart', final_endpoint: 'import.noCounterpart' });
  return entry;
}

function failingCodes(http: Fields): string[] {
  const codes = http.texts('status_codes');
  return codes.length === 0 ? [] : [`[STATUS] not in (${statusList(codes)})`];
}

function readTcp(tcp: Fields, address: string): EndpointInput {
  const [port, timeout] = [tcp.number('port'), tcp.duration('timeout', 's')];
  const protocol = tcp.text('protocol').toLowerCase();
  const kind = /^(?:smtp|ssh)$/u.test(protocol) ? protocol : 'tcp';
  tcp.finish({ authentication: 'import.noCounterpart' });
  return {
    kind,
    host: hostPort(address).host,
    ...entryOf({ port, timeout }),
  };
}

export const statusCakeHeartbeat: ReadResource = (check) => {
  check.warn('', 'import.instead', { used: 'a heartbeat endpoint with an address of its own' });
  const paused = check.flag('paused');
  const common = entryOf({
    name: check.text('name'),
    every: check.duration('period', 's'),
    tags: check.texts('tags'),
  });
  check.ignore('id', 'host', 'check_url', 'monitored_resource');
  check.finish(OTHERS);
  return { kind: 'push', ...common, paused };
};
