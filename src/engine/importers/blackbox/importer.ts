import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** blackbox_exporter of Prometheus: its modules, and the targets in `prometheus.yml` or files of file_sd. */
export const blackbox: Importer = {
  name: 'blackbox',
  title: 'Prometheus blackbox_exporter',
  files: '`blackbox.yml` together with `prometheus.yml`, and the target files that it names',
  fields: {
    'targets (static_configs, file_sd_configs)': 'an endpoint for each target and module',
    job_name: '`group`',
    labels: '`tags`',
    'scrape_interval, scrape_timeout, timeout': '`interval`, `timeout`',
    'prober (http, tcp, dns, icmp, grpc, websocket, unix)': 'the kind of that protocol',
    'http.method, headers, http_headers, body': '`method`, `headers`, `body`',
    'http.valid_status_codes': '`acceptedStatus`',
    'http.valid_http_versions': 'a condition on `[HTTP_VERSION]`',
    'http.fail_if_ssl, fail_if_not_ssl': 'a condition on `[TLS_VERSION]`',
    'http.fail_if_body_(not_)matches_regexp': 'conditions on `[BODY]`',
    'http.fail_if_header_(not_)matches': 'conditions on `[HEADER]`',
    'http.fail_if_body_json_matches_cel': 'import.condition',
    'http.basic_auth, authorization, oauth2': '`auth` and its fields',
    'http.follow_redirects, enable_http2, proxy_url, no_proxy': '`followRedirects`, `http2`, `proxy`, `noProxy`',
    'http.body_size_limit': '`maxBytes`',
    'tls_config.insecure_skip_verify, server_name, min_version, max_version':
      '`verifyTls`, `serverName`, `tlsMin`, `tlsMax`',
    'files (body_file, ca_file, cert_file, key_file, password_file)': 'import.file',
    preferred_ip_protocol: '`family`, if ip_protocol_fallback is false',
    source_ip_address: '`sourceAddress` of HTTP',
    'tcp.query_response, websocket.query_response': '`steps`',
    'tcp.tls, starttls': '`tls`, `starttls`',
    'dns.query_name, query_type, valid_rcodes, transport_protocol, recursion_desired':
      '`domain`, `type`, `rcode`, `transport`, `recursive`',
    'dns.validate_answer_rrs': 'import.condition',
    'icmp.payload_size': '`size`',
    'icmp.dont_fragment, ttl': 'import.noCounterpart',
    'grpc.service, tls, metadata': '`service`, `tls`, `metadata`',
    'dns.query_type (ANY)': '`type: A`; import.instead',
    'modules without targets': 'import.noTargets',
    'targets without a module': 'import.noModule',
    'scrape jobs of other exporters': 'import.notProbe',
  },
  recognizes(source) {
    const { dataIfAny: data } = source;
    if (Array.isArray(data))
      return data.length > 0 && data.every((one) => isRecord(one) && Array.isArray(one['targets']));
    if (!isRecord(data))
      return (
        data === undefined && /^modules *:\s*$/mu.test(source.textIfAny) && /^ +prober *:/mu.test(source.textIfAny)
      );
    return isRecord(data['modules']) || Array.isArray(data['scrape_configs']);
  },
  load: () => import('./read.ts'),
};
