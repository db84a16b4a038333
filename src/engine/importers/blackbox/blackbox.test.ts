import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

const MODULES = `
modules:
  web:
    prober: http
    timeout: 5s
    http:
      valid_http_versions: ["HTTP/1.1", "HTTP/2.0"]
      valid_status_codes: [200, 204]
      method: POST
      headers: { Host: vhost.example.com }
      body: '{}'
      fail_if_not_ssl: true
      fail_if_body_matches_regexp: ["a/b"]
      fail_if_header_matches: [{ header: Set-Cookie, regexp: '.*', allow_missing: true }]
      follow_redirects: false
      basic_auth: { username: ann, password_file: /run/secret }
      tls_config: { insecure_skip_verify: true, min_version: TLS13 }
      preferred_ip_protocol: ip4
      ip_protocol_fallback: false
      fail_if_body_json_matches_cel: 'body.x == 1'
  mail:
    prober: tcp
    tcp:
      query_response:
        - expect: "^220 ESMTP"
        - send: "EHLO prober"
        - starttls: true
        - send: "EHLO prober"
        - expect: "^250-AUTH"
  zone:
    prober: dns
    dns: { query_name: example.com, query_type: SOA, transport_protocol: tcp, valid_rcodes: [NOERROR, NXDOMAIN] }
  unused:
    prober: http
    http: { body_file: /x }
`;

const PROMETHEUS = `
global: { scrape_interval: 15s }
scrape_configs:
  - job_name: shop
    metrics_path: /probe
    params: { module: [web] }
    static_configs: [{ targets: [shop.example.com], labels: { team: core } }]
  - job_name: more
    scrape_interval: 1m
    metrics_path: /probe
    params: { module: [mail, zone] }
    file_sd_configs: [{ files: ['/etc/targets/*.json'] }]
  - job_name: node
    static_configs: [{ targets: ['a:9100'] }]
`;

const bytes = (text: string) => new TextEncoder().encode(text);
const TARGETS = {
  name: 'x/servers.json',
  bytes: bytes('[{"targets": ["mx.example.com:25"], "labels": {"site": "a"}}]'),
};

test('combines modules, jobs and target files', async () => {
  const { formats, entries, warnings } = await readFiles([MODULES, PROMETHEUS, TARGETS]);
  expect(formats).toEqual(['blackbox']);
  expect(entries).toEqual([
    {
      kind: 'http',
      name: 'shop.example.com',
      url: 'http://shop.example.com',
      timeout: '5s',
      interval: '15s',
      group: 'shop',
      tags: ['team: core'],
      method: 'POST',
      headers: { Host: 'vhost.example.com' },
      body: '{}',
      acceptedStatus: '200, 204',
      conditions: [
        '[HTTP_VERSION] in (1.1, 2)',
        'has([TLS_VERSION])',
        String.raw`not [BODY] matches /a\/b/`,
        'has([HEADER].Set-Cookie) == false or not [HEADER].Set-Cookie matches /.*/',
      ],
      followRedirects: false,
      username: 'ann',
      verifyTls: false,
      tlsMin: '1.3',
      family: '4',
      sourceId: 'blackbox:shop web shop.example.com',
    },
    expect.objectContaining({
      kind: 'tcp',
      name: 'mx.example.com:25 (mail)',
      host: 'mx.example.com',
      port: 25,
      tls: 'starttls',
      starttls: 'smtp',
      steps: [String.raw`send EHLO prober\n`, 'expect /^250-AUTH/'],
      interval: '1m',
      tags: ['site: a'],
    }),
    expect.objectContaining({
      kind: 'dns',
      server: 'mx.example.com',
      port: 25,
      domain: 'example.com',
      type: 'SOA',
      transport: 'tcp',
      rcode: 'any',
      conditions: ['[DNS_RCODE] in (NOERROR, NXDOMAIN)'],
    }),
  ]);
  expect(warnings).toEqual([
    'modules.web.http.basic_auth.password_file: Lookout does not read the file /run/secret. Enter its content in the endpoint.',
    'modules.web.http.fail_if_body_json_matches_cel: The condition body.x == 1 has no counterpart. It is left out.',
    'modules.mail.tcp.query_response: Lookout has no exact counterpart. It uses STARTTLS of smtp, with its own commands.',
    'scrape_configs[2]: The job does not use blackbox_exporter. It is left out.',
  ]);
});

test('says what is missing', async () => {
  expect((await readFiles(MODULES)).warnings).toEqual([
    'modules: Modules say how to check, and not what. Import them together with prometheus.yml or target files.',
  ]);
  const { entries, warnings } = await readFiles(PROMETHEUS.replace('[web]', '[http_2xx]'));
  expect(entries).toMatchObject([{ kind: 'http', url: 'http://shop.example.com' }]);
  expect(warnings).toContain(
    'scrape_configs[0].params.module: Lookout has no exact counterpart. It uses the module http_2xx as blackbox_exporter comes with it.',
  );
  expect(warnings).toContain(
    'scrape_configs[1].params.module: The file has no value for the module mail. Enter it in Lookout.',
  );
});

test('keeps all headers of a module with credentials of another type than Bearer', async () => {
  const module = `modules:
  web:
    prober: http
    http:
      compression: gzip
      headers: { X-Team: core }
      http_headers: { X-Key: { values: [a] } }
      authorization: { type: ApiKey, credentials: secret }
`;
  const targets = '[{"targets": ["https://a.example"]}]';
  const { entries } = await readFiles([module, targets]);
  const headers = { 'Accept-Encoding': 'gzip', 'X-Team': 'core', 'X-Key': 'a', Authorization: 'ApiKey secret' };
  expect(entries).toMatchObject([{ kind: 'http', headers }]);
});
