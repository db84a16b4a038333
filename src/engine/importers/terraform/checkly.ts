/** Checkly (https://registry.terraform.io/providers/checkly/checkly/latest/docs). */
import type { Json } from '../../../contract/model/units.ts';
import { entryOf, type Fields } from '../fields.ts';
import { httpEntry } from '../request.ts';
import { quote } from '../web.ts';
import type { ReadResource } from './read.ts';
import { block } from './blocks.ts';

const OTHERS = {
  locations: 'import.locations',
  private_locations: 'import.locations',
  alert_settings: 'import.alerting',
  alert_channel_subscription: 'import.alerting',
  use_global_alert_settings: 'import.alerting',
  setup_snippet_id: 'import.script',
  teardown_snippet_id: 'import.script',
  local_setup_script: 'import.script',
  local_teardown_script: 'import.script',
  environment_variable: 'import.noValue',
  environment_variables: 'import.noValue',
  run_parallel: 'import.locations',
  should_fail: 'import.upsideDown',
} as const;

function commonOf(check: Fields): Record<string, Json> & { paused: boolean } {
  const minutes = check.number('frequency');
  const seconds = check.number('frequency_offset');
  const degraded = check.number('degraded_response_time');
  const retry = block(check, 'retry_strategy');
  const retries = retry.number('max_retries');
  const common = entryOf({
    interval: minutes === 0 && seconds !== null ? `${seconds}s` : minutes === null ? '' : `${minutes}m`,
    tags: check.texts('tags'),
    degradedAbove: degraded === null || degraded === 0 ? undefined : `${degraded}ms`,
    retries,
  });
  const paused = !check.flag('activated', true) || check.flag('muted');
  check.ignore(
    'id',
    'name',
    'type',
    'max_response_time',
    'double_check',
    'ssl_check',
    'group_id',
    'group_order',
    'runtime_id',
  );
  check.finish(OTHERS);
  return { ...common, paused };
}

export const checkly: ReadResource = (check) => {
  const type = check.text('type');
  if (type !== 'API') {
    check.warn('type', 'import.noKind', { type: type.toLowerCase() });
    return null;
  }
  const request = block(check, 'request');
  const auth = block(request, 'basic_auth');
  const query = new URLSearchParams(request.pairs('query_parameters')).toString();
  const url = request.text('url');
  const slow = check.number('max_response_time');
  const entry = httpEntry(
    {
      method: request.text('method') || 'GET',
      url: query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`,
      headers: Object.entries(request.pairs('headers')),
      body: request.text('body'),
      bodyType: request.text('body_type') === 'JSON' ? 'json' : 'text',
      more: entryOf({
        username: auth.text('username'),
        password: auth.text('password'),
        ...(request.flag('follow_redirects', true) ? {} : { followRedirects: false }),
        ...(request.flag('skip_ssl') ? { verifyTls: false } : {}),
        conditions: [...assertionsOf(request), ...(slow === null || slow === 0 ? [] : [`[RESPONSE_TIME] <= ${slow}`])],
      }),
    },
    request,
  );
  return entry === null ? null : { ...entry, ...commonOf(check), kind: 'http' };
};

export const checklyTcp: ReadResource = (check) => {
  const request = block(check, 'request');
  const port = request.number('port');
  const data = request.text('data');
  return {
    kind: 'tcp',
    host: request.text('hostname'),
    ...entryOf({ port, send: data, conditions: assertionsOf(request) }),
    ...commonOf(check),
  };
};

const UNITS: Readonly<Record<string, string>> = { seconds: 's', minutes: 'm', hours: 'h', days: 'd' };

export const checklyHeartbeat: ReadResource = (check) => {
  const heartbeat = block(check, 'heartbeat');
  const duration = (name: string) => `${heartbeat.number(name) ?? 1}${UNITS[heartbeat.text(`${name}_unit`)] ?? 'd'}`;
  check.warn('heartbeat', 'import.instead', { used: 'a heartbeat endpoint with an address of its own' });
  const fields = { every: duration('period'), grace: duration('grace') };
  return { kind: 'push', ...fields, ...commonOf(check) };
};

const SOURCES: Readonly<Record<string, string>> = {
  STATUS_CODE: '[STATUS]',
  RESPONSE_TIME: '[RESPONSE_TIME]',
  TEXT_BODY: '[BODY]',
  JSON_BODY: '[BODY]',
  HEADERS: '[HEADER]',
  RESPONSE_DATA: '[BODY]',
};
const COMPARISONS: Readonly<Record<string, (left: string, right: string) => string>> = {
  EQUALS: (left, right) => `${left} == ${right}`,
  NOT_EQUALS: (left, right) => `${left} != ${right}`,
  LESS_THAN: (left, right) => `${left} < ${right}`,
  GREATER_THAN: (left, right) => `${left} > ${right}`,
  CONTAINS: (left, right) => `${left} contains ${right}`,
  NOT_CONTAINS: (left, right) => `not ${left} contains ${right}`,
  IS_EMPTY: (left) => `has(${left}) == false`,
  NOT_EMPTY: (left) => `has(${left})`,
  HAS_KEY: (left) => `has(${left})`,
  IS_NULL: (left) => `has(${left}) == false`,
  NOT_NULL: (left) => `has(${left})`,
};

function assertionsOf(request: Fields): string[] {
  return request.entries('assertion').flatMap((assertion) => {
    const source = SOURCES[assertion.text('source')];
    const property = assertion.text('property');
    const compare = COMPARISONS[assertion.text('comparison')];
    if (source === undefined || compare === undefined) {
      assertion.warn('', 'import.condition', { given: JSON.stringify(assertion.record) });
      return [];
    }
    const target = assertion.text('target');
    const path = property === '' ? '' : property.startsWith('$') ? property : `.${property}`;
    return [compare(`${source}${path}`, /^-?\d+(?:\.\d+)?$/u.test(target) ? target : quote(target))];
  });
}
