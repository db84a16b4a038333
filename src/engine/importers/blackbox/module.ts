/** Makes endpoints from a module and a target. */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { Json } from '../../../contract/model/units.ts';
import { entryOf, textOf, type Fields } from '../fields.ts';
import { knownMethod } from '../request.ts';
import { escapeText, hostPort, plainUrl, regexLiteral } from '../web.ts';
import { httpFields, tlsFields } from './http.ts';

type Entry = Record<string, Json>;
export type MakeEntry = (target: string) => EndpointInput | null;

/** Reads a module once, with its warnings. @returns a function that makes an endpoint from a target */
export function readModule(module: Fields): MakeEntry {
  const prober = module.text('prober');
  const own = module.fields(prober);
  const common = entryOf({ timeout: module.text('timeout') });
  const make = makeOf(prober, own);
  return (target) => {
    const entry = make(target);
    return entry === null ? null : { ...common, ...entry };
  };
}

function makeOf(prober: string, fields: Fields): MakeEntry {
  switch (prober) {
    case 'http':
      return makeHttp(fields);
    case 'tcp':
    case 'unix':
      return makeTcp(fields, prober);
    case 'dns':
      return makeDns(fields);
    case 'icmp': {
      const size = fields.number('payload_size');
      const entry = entryOf({ size, ...familyOf(fields) });
      fields.finish(NO_COUNTERPART);
      return (target) => ({ kind: 'icmp', host: hostPort(target).host, ...entry });
    }
    case 'grpc': {
      const metadata = Object.fromEntries(
        Object.entries(fields.pairs('metadata')).map(([name, value]) => [
          name,
          value.replace(/^\["?(.*?)"?\]$/u, '$1'),
        ]),
      );
      const entry = entryOf({
        service: fields.text('service'),
        tls: fields.flag('tls') ? 'on' : 'off',
        metadata,
        ...tlsFields(fields.fields('tls_config')),
        ...familyOf(fields),
      });
      fields.finish(NO_COUNTERPART);
      return (target) => ({ kind: 'grpc', ...hostPort(target), ...entry });
    }
    default:
      return makeWebSocket(fields);
  }
}

const NO_COUNTERPART = {
  dont_fragment: 'import.noCounterpart',
  ttl: 'import.noCounterpart',
  source_ip_address: 'import.noCounterpart',
  preferred_ip_protocol: 'import.noCounterpart',
} as const;

function makeHttp(fields: Fields): MakeEntry {
  const entry = httpFields(fields);
  const family = familyOf(fields);
  for (const key of ['fail_if_body_json_matches_cel', 'fail_if_body_json_not_matches_cel']) {
    fields.leaveOut(key, 'import.condition', { given: textOf(fields.record[key]) });
  }
  fields.finish({
    ...NO_COUNTERPART,
    skip_resolve_phase_with_proxy: 'import.noCounterpart',
    proxy_from_environment: 'import.noCounterpart',
    enable_http3: 'import.noCounterpart',
  });
  if (knownMethod(fields.text('method'), fields) === null) return () => null;
  return (target) => {
    // blackbox_exporter adds http:// where there is no scheme.
    const given = /^https?:\/\//iu.test(target) ? target : `http://${target}`;
    const { url, username, password } = plainUrl(given);
    return { kind: 'http', url, ...entryOf({ username, password }), ...entry, ...family };
  };
}

function makeTcp(fields: Fields, prober: string): MakeEntry {
  const { steps, starttls } = dialogOf(fields);
  const tls = fields.flag('tls');
  const entry = entryOf({
    ...(starttls === null ? (tls ? { tls: 'on' } : {}) : { tls: 'starttls', starttls }),
    steps,
    ...tlsFields(fields.fields('tls_config')),
    ...(prober === 'tcp' ? familyOf(fields) : {}),
  });
  fields.finish(NO_COUNTERPART);
  return (target) =>
    prober === 'unix'
      ? { kind: 'tcp', host: target.replace(/^unix:\/\//u, ''), ...entry }
      : { kind: 'tcp', ...hostPort(target), ...entry };
}

/** What is sent and expected. The greeting before STARTTLS tells which protocol it is. */
function dialogOf(fields: Fields): { readonly steps: string[]; readonly starttls: string | null } {
  const queries = fields.entries('query_response');
  const at = queries.findIndex((query) => query.flag('starttls'));
  const before = queries.slice(0, Math.max(at, 0)).map((query) => `${query.text('send')} ${query.text('expect')}`);
  const starttls = at < 0 ? null : protocolOf(before.join('\n'));
  if (at >= 0 && starttls === null) fields.warn('query_response', 'import.noCounterpart');
  if (at >= 0 && starttls !== null) {
    fields.warn('query_response', 'import.instead', { used: `STARTTLS of ${starttls}, with its own commands` });
  }
  const steps = queries.slice(at + 1).flatMap((query) => {
    const [expect, bytes, send] = [query.text('expect'), query.text('expect_bytes'), query.text('send')];
    query.leaveOut('labels');
    return [
      ...(expect === '' ? [] : [`expect ${regexLiteral(expect)}`]),
      ...(bytes === '' ? [] : [`expect ${escapeText(bytes)}`]),
      ...(send === '' ? [] : [`send ${escapeText(send)}\\n`]),
    ];
  });
  return { steps: at >= 0 && starttls === null ? [] : steps, starttls };
}

function protocolOf(dialog: string): string | null {
  if (/EHLO|ESMTP/iu.test(dialog)) return 'smtp';
  if (/\. STARTTLS|OK.*STARTTLS|IMAP/iu.test(dialog)) return 'imap';
  if (/STLS/iu.test(dialog)) return 'pop3';
  return /AUTH TLS/iu.test(dialog) ? 'ftp' : null;
}

function makeDns(fields: Fields): MakeEntry {
  const type = fields.text('query_type').toUpperCase() || 'ANY';
  const used = type === 'ANY' ? 'A' : type;
  if (type === 'ANY') fields.warn('query_type', 'import.instead', { used: 'the type A' });
  const [rcode = 'NOERROR', ...more] = fields.texts('valid_rcodes');
  const overTls = fields.flag('dns_over_tls');
  const transport = overTls ? 'tls' : fields.text('transport_protocol') || 'udp';
  const entry = entryOf({
    domain: fields.text('query_name').replace(/\.$/u, ''),
    type: used,
    transport: transport === 'udp' ? '' : transport,
    ...(more.length === 0 ? { rcode: rcode === 'NOERROR' ? '' : rcode } : { rcode: 'any' }),
    ...(more.length === 0 ? {} : { conditions: [`[DNS_RCODE] in (${[rcode, ...more].join(', ')})`] }),
    ...(fields.flag('recursion_desired', true) ? {} : { recursive: false }),
    ...tlsFields(fields.fields('tls_config')),
  });
  if (fields.text('query_class') !== 'IN') fields.leaveOut('query_class');
  fields.ignore('query_class', 'ip_protocol_fallback', 'preferred_ip_protocol');
  for (const key of ['validate_answer_rrs', 'validate_authority_rrs', 'validate_additional_rrs']) {
    if (fields.has(key)) fields.warn(key, 'import.condition', { given: textOf(fields.value(key)) });
  }
  fields.finish(NO_COUNTERPART);
  return (target) => {
    const { host, port } = hostPort(target);
    return { kind: 'dns', server: host, ...(port === undefined ? {} : { port }), ...entry };
  };
}

function makeWebSocket(fields: Fields): MakeEntry {
  const { steps } = dialogOf(fields);
  const config = fields.fields('http_config');
  const headers = Object.fromEntries(
    Object.entries(fields.pairs('headers')).map(([name, value]) => [name, value.replace(/^\["?(.*?)"?\]$/u, '$1')]),
  );
  // Messages have no line ends.
  const messages = steps.map((step) => step.replace(/^(send .*)\\n$/su, '$1'));
  const entry = entryOf({ headers, steps: messages, ...tlsFields(config.fields('tls_config')), ...familyOf(fields) });
  config.finish({
    basic_auth: 'import.noCounterpart',
    authorization: 'import.noCounterpart',
    oauth2: 'import.noCounterpart',
    proxy_url: 'import.noCounterpart',
  });
  fields.finish(NO_COUNTERPART);
  return (target) => ({ kind: 'websocket', url: target, ...entry });
}

/** Without a fallback, only one family is used. With one, both are, and Lookout chooses as browsers do. */
function familyOf(fields: Fields): Entry {
  const preferred = fields.text('preferred_ip_protocol') || 'ip6';
  const fallback = fields.flag('ip_protocol_fallback', true);
  return fallback ? {} : { family: preferred === 'ip4' ? '4' : '6' };
}
