import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

test('finds the columns of a table, whatever separates them', async () => {
  const { formats, entries, warnings, paused } = await readFiles(
    [
      '\ufeffName;URL;Interval (s);Group;Tags;Owner;Enabled',
      'Shop;https://shop.example/;30;web;a|b;Ann;yes',
      'DB;db.example:5432;90;;;;no',
      ';nonsense here;;;;;',
    ].join('\r\n'),
  );
  expect(formats).toEqual(['csv']);
  expect(entries).toEqual([
    {
      kind: 'http',
      name: 'Shop',
      url: 'https://shop.example/',
      interval: '30s',
      group: 'web',
      tags: ['a', 'b'],
      sourceId: 'csv:Shop',
    },
    { kind: 'tcp', name: 'DB', host: 'db.example', port: 5432, interval: '1m30s', sourceId: 'csv:DB' },
  ]);
  expect(paused).toEqual(['DB']);
  expect(warnings).toEqual([
    'Owner: The column Owner matches no field. It is left out.',
    'row 4: The line is left out. A target must be a URL such as https://example.org/, host:port, or a host name. Got "nonsense here".',
  ]);
});

test('reads the bulk import of Checkmate', async () => {
  const { entries, warnings } = await readFiles(
    `type,name,url,interval,port,expectedValue,jsonPath,matchMethod
http,API,http://a.example/users/2,120000,,"Jan ""et""",data.name,equal
ping,Ping,127.0.0.1,60000,,,,
docker,Container,abc123,60000,,,,
port,Port,127.0.0.1,60000,5000,,,
hardware,Server,127.0.0.1,60000,,,,`,
  );
  expect(entries).toMatchObject([
    { kind: 'http', interval: '2m', conditions: [String.raw`[BODY].data.name == "Jan \"et\""`] },
    { kind: 'icmp', host: '127.0.0.1' },
    { kind: 'docker', container: 'abc123' },
    { kind: 'tcp', host: '127.0.0.1', port: 5000 },
  ]);
  expect(warnings).toEqual(['row 6 type: Lookout has no check of the type "hardware". The endpoint is not imported.']);
});

test('reads the conditions of Checkmate as its JSON export has them', async () => {
  const { entries, warnings } = await readFiles(
    String.raw`type,name,url,expectedValue,jsonPath,matchMethod
http,Escaped,http://a.example/1,a\/b/c,$.path,regex
http,There,http://a.example/2,,data.id,`,
  );
  expect(entries).toMatchObject([
    { conditions: [String.raw`[BODY].path matches /a\/b\/c/`] },
    { conditions: ['has([BODY].data.id)'] },
  ]);
  expect(warnings).toEqual([]);
});

test('refuses a table with a broken quote', async () => {
  expect((await readFiles('name,url\n"a,b')).error).toMatch(
    /^file:2:1: The file is not a valid table: Quote Not Closed\.$/u,
  );
});

test('reads a plain list', async () => {
  const { formats, entries } = await readFiles('# mine\nhttps://a.example\nShop: db.example:5432\n');
  expect(formats).toEqual(['list']);
  expect(entries).toMatchObject([{ url: 'https://a.example' }, { host: 'db.example', port: 5432 }]);
});
