import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
const COLLECTION = {
  info: { name: 'Shop', schema: SCHEMA },
  variable: [{ key: 'base', value: 'https://{{host}}/v1' }],
  auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}' }] },
  event: [{ listen: 'test', script: { exec: ['pm.test()'] } }],
  item: [
    {
      name: 'Orders',
      item: [
        {
          name: 'List',
          request: {
            method: 'GET',
            description: 'All orders',
            header: [
              { key: 'Accept', value: 'application/json' },
              { key: 'X-Off', value: '1', disabled: true },
            ],
            url: { raw: '{{base}}/orders/:id', variable: [{ key: 'id', value: '7' }] },
          },
        },
        {
          name: 'Send',
          request: {
            method: 'POST',
            auth: { type: 'noauth' },
            body: {
              mode: 'formdata',
              formdata: [
                { key: 'a', value: 'b', type: 'text' },
                { key: 'f', type: 'file', src: '/x.png' },
              ],
            },
            url: { protocol: 'https', host: ['a', 'example'], path: ['up'], query: [{ key: 'q', value: '1' }] },
          },
        },
        { name: 'Unknown', request: '{{nowhere}}/x' },
      ],
    },
  ],
};
const ENVIRONMENT = {
  values: [
    { key: 'host', value: 'shop.example' },
    { key: 'token', value: 'tok' },
  ],
  _postman_variable_scope: 'environment',
};

test('reads folders, variables, environments and inherited authentication', async () => {
  const { formats, entries, warnings } = await readFiles([JSON.stringify(COLLECTION), JSON.stringify(ENVIRONMENT)]);
  expect(formats).toEqual(['postman']);
  expect(entries).toEqual([
    {
      kind: 'http',
      name: 'List',
      url: 'https://shop.example/v1/orders/7',
      headers: { Accept: 'application/json' },
      auth: 'bearer',
      token: 'tok',
      group: 'Shop / Orders',
      note: 'All orders',
      sourceId: 'postman:Shop/Orders/List',
    },
    expect.objectContaining({
      url: 'https://a.example/up?q=1',
      method: 'POST',
      bodyType: 'multipart',
      form: expect.anything() as unknown,
    }),
  ]);
  expect(warnings.map((warning) => warning.replace(/: .*/u, ''))).toEqual([
    'event',
    'item[0].item[1].request.body.formdata[1].src',
    'item[0].item[1].request.method',
    'item[0].item[2].request',
    'item[0].item[2]',
  ]);
});
