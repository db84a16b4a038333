/**
 * Conditions for what the prober `http` of blackbox_exporter requires of an answer. Grafana Synthetic Monitoring has
 * the same.
 */
import type { Fields } from './fields.ts';
import { regexLiteral } from './web.ts';

/** @param suffix of the names of the fields about headers */
export function probeConditions(fields: Fields, suffix = ''): string[] {
  const versions = fields
    .texts('valid_http_versions')
    .map((version) => version.replace(/^HTTP\/(\d)(?:\.0)?$/u, '$1').replace('HTTP/', ''));
  return [
    ...(versions.length === 0 ? [] : [`[HTTP_VERSION] in (${versions.join(', ')})`]),
    ...(fields.flag('fail_if_ssl') ? ['has([TLS_VERSION]) == false'] : []),
    ...(fields.flag('fail_if_not_ssl') ? ['has([TLS_VERSION])'] : []),
    ...fields.texts('fail_if_body_matches_regexp').map((regex) => `not [BODY] matches ${regexLiteral(regex)}`),
    ...fields.texts('fail_if_body_not_matches_regexp').map((regex) => `[BODY] matches ${regexLiteral(regex)}`),
    ...headerConditions(fields, `fail_if_header_matches${suffix}`, 'not '),
    ...headerConditions(fields, `fail_if_header_not_matches${suffix}`, ''),
  ];
}

function headerConditions(fields: Fields, key: string, not: string): string[] {
  return fields.entries(key).map((match) => {
    const header = `[HEADER].${match.text('header')}`;
    const condition = `${not}${header} matches ${regexLiteral(match.text('regexp'))}`;
    return match.flag('allow_missing') ? `has(${header}) == false or ${condition}` : condition;
  });
}
