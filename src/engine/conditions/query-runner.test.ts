import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemTimers } from '../node-ports.ts';
import { createQueryRunner, type QueryRunner } from './query-runner.ts';
import type { TextQuery } from './run-queries.ts';

const workerUrl = new URL('query-worker.ts', import.meta.url);
const runners: QueryRunner[] = [];
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.dispose();
});

function create(limits?: { job: number; first: number }): QueryRunner {
  const runner = createQueryRunner({ workerUrl, timers: systemTimers, ...(limits === undefined ? {} : { limits }) });
  runners.push(runner);
  return runner;
}

const never = new AbortController().signal;
const jsonpath = (text: string): TextQuery => ({ language: 'jsonpath', text });
const jsonata = (text: string): TextQuery => ({ language: 'jsonata', text });
const xpath = (text: string): TextQuery => ({ language: 'xpath', text });
const JSON_BODY = JSON.stringify({
  items: [
    { id: 1, price: 5 },
    { id: 2, price: 15 },
  ],
  name: 'x',
});
const ENDLESS = jsonata('($f := function($n) { $f($n + 1) }; $f(1))');

describe('the query runner', () => {
  it('runs JSONPath and JSONata on JSON', async () => {
    const queries = [
      jsonpath('$.items[?@.price > 10].id'),
      jsonpath('$.name'),
      jsonpath('$.none'),
      jsonpath("$.items[?match(@.id, 'x')]"),
      jsonata('$sum(items.price)'),
      jsonata('items[price > 10].id'),
      jsonata('none'),
    ];
    const answers = await create().run(JSON_BODY, queries, never);
    expect(answers.map(({ value, absence }) => absence?.code ?? value)).toEqual([
      [2],
      'x',
      'notFound',
      [],
      20,
      2,
      'notFound',
    ]);
  });

  it('runs XPath on XML and on HTML that no XML parser takes', async () => {
    const runner = create();
    const xml = '<?xml version="1.0"?><r xmlns="urn:x"><a>1</a><a>2</a><b c="d"/></r>';
    const inXml = await runner.run(xml, [xpath('//a'), xpath('sum(//a)'), xpath('//b/@c'), xpath('//z')], never);
    expect(inXml.map(({ value, absence }) => absence?.code ?? value)).toEqual([['1', '2'], 3, 'd', 'notFound']);
    const html = '<!doctype html><title>Shop</title><p>One<p class=x>Two <b>three</b><br>';
    const inHtml = await runner.run(html, [xpath('//title'), xpath('//p[@class="x"]'), xpath('count(//p)')], never);
    expect(inHtml.map(({ value }) => value)).toEqual(['Shop', 'Two three', 2]);
    const whole = '<!DOCTYPE html>\n<html><head><title>Shop</title></head><body></body></html>';
    expect(await runner.run(whole, [xpath('//title')], never)).toMatchObject([{ value: 'Shop' }]);
  });

  it('gives the first query in each language the time to load its library', async () => {
    const runner = create({ job: 60_000, first: 1 });
    const failed = [{ absence: { code: 'queryFailed', reason: expect.stringContaining('took longer') } }];
    expect(await runner.run('{}', [jsonata('1')], never)).toMatchObject(failed);
    const patient = create({ job: 1, first: 60_000 });
    expect(await patient.run('{}', [jsonata('1')], never)).toMatchObject([{ value: 1 }]);
    expect(await patient.run('<a>1</a>', [xpath('//a')], never)).toMatchObject([{ value: '1' }]);
  });

  it('compares JSON with a JSON Schema in a file, which is read again when it changes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lookout-schema-'));
    try {
      const file = join(folder, 'shop schema.json');
      const conforms = { language: 'schema', text: file } as const;
      const schema = { properties: { items: { items: { properties: { id: { type: 'number' } } } } } };
      await writeFile(file, JSON.stringify(schema));
      const runner = create();
      const run = async (body: string) => (await runner.run(body, [conforms], never))[0];
      expect(await run(JSON_BODY)).toMatchObject({ value: true });
      expect(await run('{"items":[{"id":1},{"id":"2"}]}')).toMatchObject({ value: '/items/1/id must be number' });
      expect(await run('plain')).toMatchObject({ absence: { code: 'notJson' } });
      await writeFile(file, JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'array' }));
      await utimes(file, 1, 1);
      expect(await run(JSON_BODY)).toMatchObject({ value: 'the value must be array' });
      await writeFile(file, '{"type": 7}');
      await utimes(file, 2, 2);
      expect(await run(JSON_BODY)).toMatchObject({ absence: { code: 'queryFailed' } });
      await rm(file);
      expect(await run(JSON_BODY)).toMatchObject({
        absence: { code: 'queryFailed', reason: expect.stringContaining('ENOENT') },
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says what is wrong with a query or a body', async () => {
    const queries = [jsonata('$sum('), xpath('//['), jsonpath('$.a'), jsonata('a')];
    const answers = await create().run('<p>', queries, never);
    expect(answers.map(({ absence }) => absence?.code)).toEqual(['queryFailed', 'queryFailed', 'notJson', 'notJson']);
  });

  it('gives up a query that does not end, and goes on with the next', async () => {
    const runner = create({ job: 300, first: 20_000 });
    await runner.run('{}', [jsonata('1')], never);
    const [endless, after] = await Promise.all([
      runner.run('{}', [ENDLESS, jsonata('2')], never),
      runner.run('{}', [jsonata('3')], never),
    ]);
    expect(endless.map(({ absence }) => absence)).toEqual([
      { code: 'queryFailed', reason: 'took longer than 300 ms' },
      { code: 'queryFailed', reason: 'took longer than 300 ms' },
    ]);
    expect(after).toEqual([{ value: 3, absence: null }]);
  });

  it('rejects with the reason when it is aborted, and does not run waiting queries', async () => {
    const runner = create({ job: 60_000, first: 60_000 });
    const abort = new AbortController();
    const first = runner.run('{}', [ENDLESS], abort.signal);
    const second = runner.run('{}', [ENDLESS], abort.signal);
    abort.abort(new Error('stop'));
    await expect(first).rejects.toThrow('stop');
    await expect(second).rejects.toThrow('stop');
    await runner.dispose();
    await expect(runner.run('{}', [], never)).rejects.toThrow('disposed');
  });
});
