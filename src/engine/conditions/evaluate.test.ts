import fc from 'fast-check';
import { fingerprintOf } from './fingerprint.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadLibraries } from './libraries.ts';
import { evaluate } from './evaluate.ts';
import type { ObservedValues } from '../../contract/model/condition.ts';
import { found, Observation, queryKey } from './observation.ts';
import { parseCondition } from './parse.ts';
import { placeholdersOf } from './syntax.ts';

beforeAll(loadLibraries);

const NAMES = new Set(['STATUS', 'RESPONSE_TIME', 'IP', 'CONNECTED', 'BODY', 'HEADER', 'PHASE', 'METRIC', 'VALUE']);

const values: ObservedValues = {
  STATUS: 503,
  RESPONSE_TIME: 250,
  IP: '192.168.1.7',
  CONNECTED: true,
  HEADER: { 'content-type': 'application/json', server: 'nginx' },
  PHASE: { dns: 1.5, tls: 30 },
  METRIC: { loss: 0 },
  BODY: JSON.stringify({
    status: 'ok',
    version: '007',
    price: 12.5,
    million: 1_000_000,
    items: [{ id: 1, tags: ['a', 'b'] }, { id: 2 }],
    'odd key.x': { y: 1 },
    none: null,
    empty: '',
    flag: false,
    text: 'Ready, steady and go',
  }),
};

function judge(text: string, observed = values, previous?: ReadonlyMap<string, string>) {
  return evaluate(parseCondition(text, NAMES), new Observation(observed), previous);
}

describe('conditions', () => {
  it.each([
    '[STATUS] == 503',
    '[status] == 503',
    '[STATUS]==503',
    '503 == [STATUS]',
    '[STATUS] == 503.0',
    '[STATUS] == 5.03e2',
    '[STATUS] != 200',
    '[STATUS] >= 500',
    '[STATUS] in (200, 503)',
    '[STATUS] not in (200, 404)',
    '[STATUS] == any(200, 503)',
    '[STATUS] != any(200, 404)',
    '[RESPONSE_TIME] < 300ms',
    '[RESPONSE_TIME] == 250',
    '[RESPONSE_TIME] < 1m30s',
    '[IP] == pat(192.168.*)',
    '[IP] starts with 192.168.',
    '[IP] ends with ".7"',
    '[CONNECTED]',
    '[CONNECTED] == true',
    '[HEADER].content-type == application/json',
    '[HEADER].Content-Type contains json',
    '[PHASE].tls > [PHASE].dns',
    '[METRIC].loss == 0',
    '[BODY].status == ok',
    '[BODY].items[1].id == 2',
    '[BODY]."odd key.x".y == 1',
    '[BODY].price == 12.5',
    '[BODY].million == 1000000',
    '[BODY].version == "007"',
    '[BODY].text == Ready, steady and go',
    '[BODY].text == "Ready, steady and go"',
    '[BODY].text contains steady and [STATUS] == 503',
    '[BODY].text matches /^ready.*GO$/i',
    '[BODY].items[0].tags contains b',
    'not [BODY].items[0].tags contains c',
    'len([BODY].items) == 2',
    'len([BODY].status) == 2',
    'has([BODY].status)',
    'has([BODY].missing) == false',
    'not has([BODY].none)',
    'not has([BODY].empty)',
    '[BODY].none == null',
    'not [BODY].flag',
    '[BODY].flag == false',
    '[STATUS] == 200 or [STATUS] == 503',
    '([STATUS] == 200 or [STATUS] == 503) and [CONNECTED]',
    '[STATUS] == 200 or [BODY].missing == 1 or [CONNECTED]',
    'not ([STATUS] == 200 and [CONNECTED])',
  ])('%s holds', (text) => expect(judge(text)).toMatchObject({ holds: true, obstacle: null }));

  it.each([
    '[STATUS] == 200',
    '[BODY].version == 7 and [STATUS] == 1',
    '[IP] == pat(10.*)',
    '[BODY].text matches /^go/',
    '[STATUS] == 200 and [BODY].missing == 1',
    '[BODY].status > [STATUS] and [STATUS] == 200',
  ])('%s does not hold', (text) => expect(judge(text)).toMatchObject({ holds: false }));

  it.each([
    ['[BODY].missing == 1', '[BODY].missing', 'notFound'],
    ['[BODY].missing != 1', '[BODY].missing', 'notFound'],
    ['not [BODY].missing == 1', '[BODY].missing', 'notFound'],
    ['[BODY].status.deeper == 1', '[BODY].status.deeper', 'notFound'],
    ['[BODY].items.length == 2', '[BODY].items.length', 'notFound'],
    ['[BODY].constructor == 1', '[BODY].constructor', 'notFound'],
    ['[VALUE] == 1', '[VALUE]', 'missing'],
    ['[HEADER].x-none contains a', '[HEADER].x-none', 'notFound'],
    ['[BODY].status > 5', '[BODY].status', 'notNumber'],
    ['[STATUS] < potato', 'potato', 'notNumber'],
    ['[RESPONSE_TIME] < "300"', '300', 'notNumber'],
  ])('%s fails because %s is %s', (text, source, code) => {
    expect(judge(text)).toMatchObject({ holds: false, obstacle: { source, absence: { code } } });
  });

  it('says that a body is not JSON', () => {
    expect(judge('[BODY].a == 1', { BODY: '<html>' })).toMatchObject({
      holds: false,
      obstacle: { source: '[BODY].a', absence: { code: 'notJson' } },
    });
    expect(judge('len([BODY]) == 6', { BODY: '<html>' }).holds).toBe(true);
    expect(judge('len([BODY]) == 2', { BODY: '[1, 2]' }).holds).toBe(true);
  });

  it('compares texts as texts when they do not look like numbers, and in quotes always', () => {
    expect(judge('[BODY].version == 7').holds).toBe(true);
    expect(judge('[BODY].version == "7"').holds).toBe(false);
  });

  it.each([
    ['[STATUS] == 200', '[STATUS] (503) == 200'],
    ['not ([STATUS] == 200 or [BODY].price > 20)', 'not ([STATUS] (503) == 200 or [BODY].price (12.5) > 20)'],
    ['len([BODY].items) > 5', 'len([BODY].items) (2) > 5'],
    ['[BODY].missing == x', '[BODY].missing == x'],
    ['[STATUS] in (1, 2)', '[STATUS] (503) == (1, 2)'],
  ])('shows %s as %s', (text, shown) => expect(judge(text).shown).toBe(shown));

  it('cuts long values where they are shown', () => {
    const { shown } = judge('[BODY] == x', { BODY: 'y'.repeat(1000) });
    expect(shown).toBe(`[BODY] (${'y'.repeat(99)}…) == x`);
  });

  it('knows whether a value has changed since the previous check', () => {
    const text = '[BODY].version changed';
    expect(judge(text).holds).toBe(false);
    expect(judge(text, values, new Map([['[BODY].version', fingerprintOf('007')]])).holds).toBe(false);
    expect(judge(text, values, new Map([['[BODY].version', fingerprintOf('006')]])).holds).toBe(true);
    expect(judge(`not ${text}`, values, new Map([['[BODY].version', fingerprintOf('006')]])).holds).toBe(false);
  });

  it('uses the answers of queries that ran before', () => {
    const condition = parseCondition('[BODY]$.items[*].id contains 2', NAMES);
    const [placeholder] = placeholdersOf(condition.expression);
    const query = placeholder?.query;
    if (query === undefined || query.language === 'path') throw new TypeError('Expected a query');
    const answers = new Map([[queryKey('BODY', query), found([1, 2])]]);
    expect(evaluate(condition, new Observation(values, answers))).toMatchObject({
      holds: true,
      shown: '[BODY]$.items[*].id ([1,2]) contains 2',
    });
  });

  it('says which conditions only warn', () => {
    expect(judge('warn: [STATUS] == 200')).toMatchObject({ holds: false, severity: 'warn' });
    expect(judge('[STATUS] == 200')).toMatchObject({ holds: false, severity: 'fail' });
  });

  it('never throws, and never holds when its opposite holds', () => {
    const conditions = [
      '[BODY].a == 1',
      '[BODY].a[0].b > 2',
      'len([BODY]) < 5',
      '[BODY] contains x',
      '[BODY].a == pat(*b*)',
      '[BODY] matches /(a+)+$/',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...conditions), fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text, body) => {
        const plain = judge(text, { BODY: body });
        const opposite = judge(`not (${text})`, { BODY: body });
        expect(plain.holds && opposite.holds).toBe(false);
        expect(plain.holds || opposite.holds).toBe(plain.obstacle === null);
      }),
    );
  });
});
