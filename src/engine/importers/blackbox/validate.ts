/**
 * Refuses what blackbox_exporter refuses (config/config.go), so that a broken module is reported instead of imported.
 */
import { isRecord } from '../../../shared/is-record.ts';
import { issueOf } from '../../base/issues.ts';
import { compileRegex } from '../../conditions/regex.ts';
import type { Fields } from '../fields.ts';
import { DNS_CLASSES, DNS_TYPES, KNOWN } from './known.ts';

/** @throws ImportError */
export function validateModule(module: Fields): void {
  refuseUnknown(module, 'module');
  const prober = module.text('prober');
  if (!/^(?:http|tcp|icmp|dns|grpc|unix|websocket)$/u.test(prober)) throw module.refuse('prober');
  for (const name of ['http', 'tcp', 'icmp', 'dns', 'grpc', 'unix', 'websocket']) {
    const value = module.record[name];
    if (value !== undefined && value !== null && !isRecord(value)) throw module.refuse(name);
    if (!isRecord(value)) continue;
    const fields = module.fields(name);
    refuseUnknown(fields, name);
    if (name === 'http') validateHttp(fields);
    if (name === 'dns') validateDns(fields);
    if (name === 'icmp') validateIcmp(fields);
    for (const query of fields.entries('query_response')) {
      refuseUnknown(query, 'query');
      refuseBadRegex(query, 'expect');
    }
  }
  if (prober === 'dns' && !isRecord(module.record['dns'])) throw module.refuse('dns', 'required');
}

function refuseUnknown(fields: Fields, area: string): void {
  const known = KNOWN[area];
  const unknown = Object.keys(fields.record).find((key) => known?.has(key) !== true);
  if (unknown === undefined) return;
  const params = { name: unknown, known: [...(known ?? [])], suggestion: null };
  throw fields.source.error(issueOf('unknownField', fields.pathOf(unknown), params));
}

function refuseBadRegex(fields: Fields, key: string): void {
  for (const regex of fields.texts(key)) {
    const problem = problemOf(regex);
    if (problem !== null) throw fields.source.error(issueOf('source.regex', fields.pathOf(key), { problem }));
  }
}

/** Prometheus uses RE2, as Lookout does. */
function problemOf(regex: string): string | null {
  return compileRegex(regex, '').problem;
}

function refuseTogether(fields: Fields, keys: readonly string[]): void {
  const [first, second] = keys.filter((key) => fields.has(key));
  if (first === undefined || second === undefined) return;
  throw fields.source.error(issueOf('source.together', fields.pathOf(first), { other: second }));
}

function validateHttp(fields: Fields): void {
  refuseTogether(fields, ['body', 'body_file']);
  refuseTogether(fields, ['basic_auth', 'authorization', 'oauth2', 'bearer_token', 'bearer_token_file']);
  refuseBadRegex(fields, 'fail_if_body_matches_regexp');
  refuseBadRegex(fields, 'fail_if_body_not_matches_regexp');
  for (const key of ['fail_if_header_matches', 'fail_if_header_not_matches']) {
    for (const match of fields.entries(key)) {
      if (!match.has('header')) throw match.refuse('header', 'required');
      if (!match.has('regexp')) throw match.refuse('regexp', 'required');
      refuseBadRegex(match, 'regexp');
    }
  }
  validateVersions(fields);
  const compression = fields.text('compression');
  const accept = Object.entries(fields.pairs('headers')).find(([name]) => name.toLowerCase() === 'accept-encoding');
  if (compression !== '' && accept !== undefined && !accepts(accept[1], compression))
    throw fields.refuse('compression');
}

/** HTTP/3 is separate, and is not negotiated together with the others. */
function validateVersions(fields: Fields): void {
  if (!fields.flag('enable_http3')) return;
  if (fields.flag('enable_http2', true)) throw fields.refuse('enable_http3');
  const versions = fields.texts('valid_http_versions');
  if (versions.some((version) => version !== 'HTTP/3.0')) throw fields.refuse('valid_http_versions');
}

/** Whether an Accept-Encoding header accepts an encoding (RFC 9110, section 12.5.3). */
function accepts(header: string, encoding: string): boolean {
  const parts = header.split(',').map((part) => {
    const [name = '', quality = 'q=1'] = part.split(';').map((one) => one.trim());
    return { name, isAccepted: Number(quality.replace(/^q=/u, '')) > 0 };
  });
  return parts.some(({ name, isAccepted }) => isAccepted && (name === encoding || name === '*'));
}

function validateDns(fields: Fields): void {
  if (!fields.has('query_name')) throw fields.refuse('query_name', 'required');
  if (fields.has('query_type') && !DNS_TYPES.test(fields.text('query_type'))) throw fields.refuse('query_type');
  if (fields.has('query_class') && !DNS_CLASSES.test(fields.text('query_class'))) throw fields.refuse('query_class');
  for (const key of ['validate_answer_rrs', 'validate_authority_rrs', 'validate_additional_rrs']) {
    const rules = fields.fields(key);
    for (const rule of Object.keys(rules.record)) refuseBadRegex(rules, rule);
  }
}

function validateIcmp(fields: Fields): void {
  const ttl = fields.number('ttl');
  if (ttl !== null && (ttl < 0 || ttl > 255)) throw fields.refuse('ttl');
}
