/** The fields that blackbox_exporter knows (config/config.go). It refuses a file with any other field. */

const IP = ['preferred_ip_protocol', 'ip_protocol_fallback', 'source_ip_address'];
const CLIENT =
  `tls_config basic_auth authorization oauth2 bearer_token bearer_token_file proxy_url no_proxy proxy_from_environment
  proxy_connect_header follow_redirects enable_http2 http_headers`.split(/\s+/u);

export const KNOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  module: new Set(['prober', 'timeout', 'http', 'tcp', 'icmp', 'dns', 'grpc', 'unix', 'websocket']),
  http: new Set(
    `valid_status_codes valid_http_versions ip_protocol_fallback preferred_ip_protocol no_follow_redirects fail_if_ssl
    fail_if_not_ssl method headers fail_if_body_matches_regexp fail_if_body_not_matches_regexp fail_if_body_json_matches_cel
    fail_if_body_json_not_matches_cel fail_if_header_matches fail_if_header_not_matches body body_file compression
    body_size_limit enable_http3 skip_resolve_phase_with_proxy use_http3`
      .split(/\s+/u)
      .concat(CLIENT),
  ),
  tcp: new Set([...IP, 'query_response', 'tls', 'tls_config']),
  unix: new Set(['query_response', 'tls', 'tls_config']),
  icmp: new Set([...IP, 'payload_size', 'dont_fragment', 'ttl']),
  dns: new Set([
    ...IP,
    ...`dns_over_tls tls_config transport_protocol query_class query_name query_type recursion_desired valid_rcodes
    validate_answer_rrs validate_authority_rrs validate_additional_rrs`.split(/\s+/u),
  ]),
  grpc: new Set(['service', 'tls', 'tls_config', 'ip_protocol_fallback', 'preferred_ip_protocol', 'metadata']),
  websocket: new Set(['http_config', 'headers', 'query_response', 'preferred_ip_protocol', 'ip_protocol_fallback']),
  query: new Set(['expect', 'expect_bytes', 'labels', 'send', 'starttls']),
};

/** Types and classes of DNS records (miekg/dns). */
export const DNS_TYPES =
  /^(?:A|AAAA|AFSDB|ANY|APL|AXFR|CAA|CDNSKEY|CDS|CERT|CNAME|CSYNC|DHCID|DLV|DNAME|DNSKEY|DS|EUI48|EUI64|HINFO|HIP|HTTPS|IPSECKEY|IXFR|KEY|KX|LOC|MX|NAPTR|NS|NSEC|NSEC3|NSEC3PARAM|OPENPGPKEY|OPT|PTR|RP|RRSIG|SIG|SMIMEA|SOA|SPF|SRV|SSHFP|SVCB|TA|TKEY|TLSA|TSIG|TXT|URI|ZONEMD)$/u;
export const DNS_CLASSES = /^(?:IN|CS|CH|HS|NONE|ANY)$/u;
