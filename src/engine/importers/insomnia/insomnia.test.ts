import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

test('reads version 4, in which resources name their parents', async () => {
  const resources = [
    { _id: 'wrk', _type: 'workspace', name: 'Shop' },
    {
      _id: 'env',
      _type: 'environment',
      parentId: 'wrk',
      data: { base: '{{ _.scheme }}://a.example', scheme: ['https'] },
    },
    { _id: 'fld', _type: 'request_group', parentId: 'wrk', name: 'Orders' },
    {
      _id: 'req',
      _type: 'request',
      parentId: 'fld',
      name: 'List',
      url: '{{ _.base }}/orders',
      method: 'GET',
      parameters: [{ name: 'q', value: 'a b' }],
      headers: [{ name: 'X-A', value: '1' }],
      authentication: { type: 'basic', username: 'u', password: 'p' },
      settingFollowRedirects: 'off',
    },
    { _id: 'grpc', _type: 'grpc_request', parentId: 'fld', name: 'Call', url: 'grpc://x' },
  ];
  const { formats, entries, warnings } = await readFiles(
    JSON.stringify({ _type: 'export', __export_format: 4, resources }),
  );
  expect(formats).toEqual(['insomnia']);
  expect(entries).toEqual([
    {
      kind: 'http',
      name: 'List',
      url: 'https://a.example/orders?q=a%20b',
      username: 'u',
      password: 'p',
      headers: { 'X-A': '1' },
      followRedirects: false,
      group: 'Shop / Orders',
      sourceId: 'insomnia:req',
    },
  ]);
  expect(warnings).toEqual(['resources[4]: Lookout has no check of the type "grpc". The endpoint is not imported.']);
});

test('reads version 5, a tree', async () => {
  const { entries, warnings } = await readFiles(`
type: collection.insomnia.rest/5.0
name: Shop
collection:
  - name: Orders
    authentication: { type: bearer, token: '{{ _.token }}' }
    children:
      - { url: https://a.example, name: List, meta: { id: req_1 }, method: GET }
      - { url: https://b.example, name: Signed, meta: { id: req_2 }, method: GET, authentication: { type: oauth1 } }
environments: { data: { token: tok } }
`);
  expect(entries).toMatchObject([
    { auth: 'bearer', token: 'tok', group: 'Shop / Orders', sourceId: 'insomnia:req_1' },
    {},
  ]);
  expect(warnings).toEqual([
    'collection[0].children[1].authentication: Lookout has no such setting. The endpoint is imported without it.',
  ]);
});
