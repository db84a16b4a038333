import fc from 'fast-check';
import { expect, it } from 'vitest';
import { servicesOf } from './service-url.ts';

it.each([
  ['mysql://db:3306', [['db:3306', 'db (mysql)']]],
  ['mysql://db', [['db:3306', 'db (mysql)']]],
  [
    'postgresql://me:secret@db.example.org/shop?sslmode=require',
    [['db.example.org:5432', 'db.example.org (postgresql)']],
  ],
  ['jdbc:mysql://db:3307/shop', [['db:3307', 'db (mysql)']]],
  ['postgresql+psycopg2://db/shop', [['db:5432', 'db (postgresql)']]],
  ['redis://[2001:db8::7]:6380/0', [['[2001:db8::7]:6380', '2001:db8::7 (redis)']]],
  [
    'mongodb://u:p@a:1,b:2/?replicaSet=x',
    [
      ['a:1', 'a (mongodb)'],
      ['b:2', 'b (mongodb)'],
    ],
  ],
  ['ftp://files.example.org/pub', [['files.example.org:21', 'files.example.org (ftp)']]],
  ['own://host:99', [['host:99', 'host (own)']]],
  // No port, and no default for it.
  ['own://host', []],
  ['mysql://', []],
  ['mysql:db', []],
  ['db:3306', []],
  ['constructor://host', []],
] as const)('%s', (url, expected) => {
  expect(servicesOf(url).map(({ target, name }) => [target, name])).toEqual(expected);
});

it('never contains the user name and password of the URL', () => {
  const secret = fc.stringMatching(/^[A-Z]{8}$/u);
  fc.assert(
    fc.property(secret, secret, (user, password) => {
      expect(JSON.stringify(servicesOf(`amqp://${user}:${password}@mq.example.org/v`))).not.toMatch(/[A-Z]{8}/u);
    }),
  );
});
