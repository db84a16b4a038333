import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { CHANNELS } from '../../contract/channels/index.ts';
import { createMemoryStore } from '../../engine/store/memory-store.ts';
import { setUpEngine } from '../../engine/testing/engine-setup.ts';
import document from './openapi.json' with { type: 'json' };
import { TestServer } from '../testing/test-server.ts';

test('is valid OpenAPI 3.1, with each request of the contract', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  const paths = Object.keys(CHANNELS).map((channel) => `/api/${channel}`);
  expect(Object.keys(document.paths).toSorted()).toEqual(paths.toSorted());
});

test('describes what the engine really answers', async () => {
  const { engine, add, time } = await setUpEngine({ store: createMemoryStore() });
  const id = await add();
  await time.advance(20_000);
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema(document, 'openapi');
  const answers = {
    'app.snapshot': await engine.request('app.snapshot', {}),
    'checks.list': await engine.request('checks.list', { id, limit: 10 }),
    'tokens.create': await engine.request('tokens.create', { name: 'a', scope: 'read' }),
    'audit.list': await engine.request('audit.list', { limit: 10 }),
    'endpoints.pause': await engine.request('endpoints.pause', { ids: [id] }),
  };
  for (const [channel, answer] of Object.entries(answers)) {
    const pointer = `openapi#/paths/~1api~1${channel}/post/responses/200/content/application~1json/schema`;
    const validate = ajv.compile({ $ref: pointer });
    validate(JSON.parse(JSON.stringify(answer)));
    expect([channel, validate.errors ?? []]).toEqual([channel, []]);
  }
  const wrong = ajv.compile({
    $ref: 'openapi#/paths/~1api~1checks.list/post/responses/200/content/application~1json/schema',
  });
  expect(wrong([{ at: 'soon' }])).toBe(false);
});

test('is served without a token', async () => {
  const host = await TestServer.start();
  try {
    const answer = await host.ask('/api/openapi.json');
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, document]);
    expect((await host.ask('/api/openapi.json', { method: 'POST' })).status).toBe(405);
    expect((await host.ask('/api/openapi.json', { headers: { host: 'evil.example' } })).status).toBe(403);
  } finally {
    await host.dispose();
  }
});
