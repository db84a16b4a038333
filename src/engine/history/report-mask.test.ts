import { expect, it } from 'vitest';
import { anEndpoint } from '../store/testing/store-fixture.ts';
import { createReportMask } from './report-mask.ts';

const endpoint = (id: string, target: string) => ({ ...anEndpoint(id), target });
const own = endpoint('e1', 'db1:5432');
const mask = createReportMask([own, endpoint('e2', 'https://me@intranet:8443/a?b=1'), endpoint('e3', '10.0.0.7')]);

it.each([
  ['see https://wiki.example/x?y=1, please', 'see ••• please'],
  ['fe80::1', '•••'],
  ['at fe80::1%eth0.', 'at •••'],
  ['from fd00::5: refused', 'from •••: refused'],
  ['[fd00::5]:443', '[•••]:443'],
  ['::1', '•••'],
  ['::ffff:192.0.2.1', '•••'],
  ['192.0.2.1:443 and 10.0.0.7', '••• and •••'],
  ['shop.internal:5432', '•••'],
  ['There is no host named db1.corp.example.com.', 'There is no host named •••'],
  ['ann@example.com', '•••'],
  ['aa:bb:cc:dd:ee:ff', '•••'],
  ['restarted DB1 and intranet:8443', 'restarted ••• and •••'],
])('leaves out the address in %j', (text, expected) => {
  expect(mask.text(text)).toBe(expected);
});

it.each(['Deploy 4.2.1 at 12:30:45', 'std::vector', 'The database is slow. It was 3.5 s.', 'db10', '2026-10-01', ''])(
  'keeps %j',
  (text) => {
    expect(mask.text(text)).toBe(text);
  },
);

it('leaves out the target of the endpoint itself', () => {
  const file = endpoint('e4', '/srv/shop/orders');
  expect(mask.text('Orders (/srv/shop/orders)', file)).toBe('Orders (•••)');
});

it('leaves out hosts in failures, and keeps codes', () => {
  const failure = {
    code: 'dns.nxdomain',
    phase: 'dns',
    params: { name: 'printer', reason: 'ENOTFOUND', addresses: ['fe80::1', 'scanner'], more: 2, problem: null },
  };
  expect(mask.failure(failure, own)).toEqual({
    code: 'dns.nxdomain',
    phase: 'dns',
    params: { name: '•••', reason: 'ENOTFOUND', addresses: ['•••', '•••'], more: 2, problem: null },
  });
  const nested = { code: 'a.b', params: { causes: [{ code: 'c.d', params: { host: 'printer', at: 'db1' } }] } };
  expect(mask.failure(nested, own).params).toEqual({
    causes: [{ code: 'c.d', params: { host: '•••', at: '•••' } }],
  });
  expect(mask.failure({ code: 'old', message: 'No answer from db1.corp.example' }, own).message).toBe(
    'No answer from •••',
  );
});

it('leaves out addresses and authors of annotations', () => {
  const annotation = { id: 'a', kind: 'note', at: 1, to: null, open: false } as const;
  expect(
    mask.annotation({
      ...annotation,
      text: 'db1 moved to 10.1.1.1',
      by: 'Ann of Example',
      match: { endpoints: ['db1.corp.example'], name: '*.corp.example', tag: 'prod' },
      message: { code: 'annotation.offline', params: { reason: 'noAddress', host: 'printer' } },
    }),
  ).toEqual({
    ...annotation,
    text: '••• moved to •••',
    by: '',
    match: { endpoints: ['•••'], name: '*.•••', tag: 'prod' },
    message: { code: 'annotation.offline', params: { reason: 'noAddress', host: '•••' } },
  });
});
