import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

const DOCUMENT = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: 'https://{region}.example.com/v1/', variables: { region: { default: eu } } }]
paths:
  /items/{id}:
    parameters: [{ $ref: '#/components/parameters/id' }]
    get:
      summary: Get an item
      tags: [items]
      parameters:
        - { name: lang, in: query, required: true, schema: { enum: [en, de] } }
        - { name: more, in: query, schema: { default: x } }
        - { name: X-Trace, in: header, required: true, example: abc }
      responses: { '200': { description: ok } }
    delete: { responses: {} }
  /users/{name}:
    get: { parameters: [{ name: name, in: path, required: true, schema: { type: string } }], responses: {} }
  /old:
    get: { security: [{ key: [] }], responses: { '301': { description: moved } } }
components: { parameters: { id: { name: id, in: path, required: true, schema: { examples: [7] } } } }
`;

test('reads each GET with examples for its parameters', async () => {
  const { formats, entries, warnings } = await readFiles(DOCUMENT);
  expect(formats).toEqual(['openapi']);
  expect(entries).toEqual([
    {
      kind: 'http',
      name: 'Get an item',
      url: 'https://eu.example.com/v1/items/7?lang=en',
      group: 'Shop',
      tags: ['items'],
      headers: { 'X-Trace': 'abc' },
      sourceId: 'openapi:GET https://eu.example.com/v1/items/{id}',
    },
    expect.objectContaining({ url: 'https://eu.example.com/v1/old', acceptedStatus: '301' }),
  ]);
  expect(warnings).toEqual([
    'paths./users/{name}.get.parameters: The description has no example of the required parameter name. The request is not imported.',
    'paths./old.get.security: The file does not contain this secret. Enter it in Lookout.',
  ]);
});

test('keeps the address of an unknown server as a variable, and reads Swagger 2', async () => {
  const relative = DOCUMENT.replace(/^servers.*$/mu, 'servers: [{ url: /v1 }]');
  const { entries, warnings } = await readFiles(relative, { environment: { API_SERVER: 'http://h.example' } });
  expect(entries[0]).toMatchObject({ url: 'http://h.example/v1/items/7?lang=en' });
  expect(warnings[0]).toBe('servers: The file has no value for the address of the server. Enter it in Lookout.');
  const swagger =
    '{"swagger": "2.0", "host": "a.example", "basePath": "/api", "schemes": ["http"], "paths": {"/x": {"get": {}}}}';
  expect((await readFiles(swagger)).entries).toMatchObject([{ url: 'http://a.example/api/x' }]);
});
