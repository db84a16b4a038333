import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

const resource = (type: string, values: object, sensitive: object = {}) => ({
  address: `${type}.one`,
  mode: 'managed',
  type,
  name: 'one',
  values,
  sensitive_values: sensitive,
});

test('reads the checks of five services in all modules', async () => {
  const checkly = {
    name: 'API',
    type: 'API',
    activated: true,
    muted: false,
    frequency: 5,
    degraded_response_time: 3000,
    max_response_time: 10_000,
    locations: ['eu-central-1'],
    request: [
      {
        url: 'https://a.example',
        method: 'GET',
        headers: { A: 'b' },
        follow_redirects: true,
        assertion: [{ source: 'STATUS_CODE', property: '', comparison: 'EQUALS', target: '200' }],
        basic_auth: [{ username: 'u', password: 'p' }],
      },
    ],
  };
  const state = {
    format_version: '1.0',
    terraform_version: '1.9.0',
    values: {
      root_module: {
        resources: [
          resource('checkly_check', checkly),
          resource('aws_instance', {}),
          resource('statuscake_contact_group', { name: 'x' }),
          resource('betteruptime_monitor', {
            pronounceable_name: 'Shop',
            url: 'https://b.example',
            monitor_type: 'keyword',
            required_keyword: 'ok',
            check_frequency: 30,
            request_timeout: 15,
            regions: ['eu'],
            paused: true,
            verify_ssl: true,
          }),
        ],
        child_modules: [
          {
            resources: [
              resource('uptimerobot_monitor', {
                friendly_name: 'Robot',
                type: 'port',
                sub_type: 'smtp',
                url: 'm.example',
                interval: 300,
              }),
              resource('statuscake_uptime_check', {
                name: 'Cake',
                check_interval: 60,
                monitored_resource: [{ address: 'https://c.example' }],
                http_check: [{ timeout: 15, status_codes: ['500', '502'], validate_ssl: true, follow_redirects: true }],
              }),
              resource('grafana_synthetic_monitoring_check', {
                job: 'Ping',
                target: 'd.example',
                enabled: true,
                frequency: 60_000,
                timeout: 3000,
                probes: [1],
                labels: { team: 'x' },
                settings: [{ ping: [{ ip_version: 'V4' }], http: [] }],
              }),
              resource('checkly_check', { name: 'Page', type: 'BROWSER', frequency: 10 }),
            ],
          },
        ],
      },
    },
  };
  const { formats, entries, warnings, paused } = await readFiles(JSON.stringify(state));
  expect(formats).toEqual(['terraform']);
  expect(entries).toEqual([
    {
      kind: 'http',
      name: 'API',
      url: 'https://a.example',
      headers: { A: 'b' },
      username: 'u',
      password: 'p',
      conditions: ['[STATUS] == 200', '[RESPONSE_TIME] <= 10000'],
      interval: '5m',
      degradedAbove: '3000ms',
      sourceId: 'terraform:checkly_check.one',
    },
    expect.objectContaining({ name: 'Shop', url: 'https://b.example', keyword: 'ok', interval: '30s', timeout: '15s' }),
    expect.objectContaining({ kind: 'tcp', name: 'Robot', host: 'm.example', port: 25, interval: '300s' }),
    expect.objectContaining({ name: 'Cake', url: 'https://c.example', conditions: ['[STATUS] not in (500, 502)'] }),
    expect.objectContaining({ kind: 'icmp', host: 'd.example', family: '4', interval: '60000ms', tags: ['team: x'] }),
  ]);
  expect(paused).toEqual(['Shop']);
  expect(warnings.map((warning) => warning.replace(/\. .*/u, '.'))).toEqual([
    'checkly_check.one.locations: Other locations are not imported.',
    'statuscake_contact_group.one: Alerts are not imported.',
    'betteruptime_monitor.one.regions: Other locations are not imported.',
    'grafana_synthetic_monitoring_check.one.probes: Other locations are not imported.',
    'checkly_check.one.type: Lookout has no check of the type "browser".',
  ]);
});
