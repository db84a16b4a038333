/** What holds for every kind in the registry. A new kind needs a line in `EXAMPLES` and is tested here. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startRaw } from '../../../test/servers/raw.ts';
import type { EndpointInput } from '../../contract/model.ts';
import { commonFields, commonSchema } from './common.ts';
import { formatDuration } from '../../shared/duration.ts';
import { DeadlineError } from './kind.ts';
import { createResolver } from './net/resolve.ts';
import { checkKinds, endpointJsonSchema, findKind, kindForms, parseEndpoint, parseTargets } from './registry.ts';

/** The least that makes an endpoint of each kind, against a server on that port that accepts and says nothing. */
const EXAMPLES: Readonly<Record<string, (port: number) => EndpointInput>> = {
  http: (port) => ({ kind: 'http', url: `http://127.0.0.1:${port}/` }),
  tcp: (port) => ({ kind: 'tcp', host: '127.0.0.1', port, expect: 'hello' }),
};

const resolver = createResolver();

describe.each(checkKinds.map((kind) => [kind.kind, kind] as const))('kind %s', (name, kind) => {
  const example = EXAMPLES[name];
  if (example === undefined) throw new Error(`Expected EXAMPLES to have ${name}`);

  it('accepts its defaults, and fills in every field of its form', () => {
    const parsed = parseEndpoint(example(80));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    for (const field of [...kind.form, ...commonFields(kind.defaults)]) {
      expect(parsed.config).toHaveProperty(field.name);
      if (field.default !== undefined && field.name !== 'name' && !(field.name in example(80))) {
        expect(parsed.config[field.name]).toEqual(field.default);
      }
    }
    expect(parsed.target).not.toBe('');
    expect(parsed.host).toBe('127.0.0.1');
  });

  it('has a form field for each field of its schema', () => {
    const names = kind.form.map((field) => field.name);
    expect(names.toSorted()).toEqual(Object.keys(kind.schema.shape).toSorted());
  });

  it.each(kind.form.map((field) => [field.name, field] as const))(
    'has a form field for %s as its schema is',
    (_, field) => {
      const schema = kind.schema.shape[field.name];
      if (!(schema instanceof z.ZodType)) throw new Error(`Expected ${field.name} to have a schema`);
      const empty = schema.safeParse(undefined);
      expect(empty.success).toBe(field.required !== true);
      expect(empty.data).toEqual(field.default);
      const limits = [field.min, field.max].filter((limit) => limit !== undefined);
      for (const value of [...limits, ...(field.options ?? []).map((option) => option.value)]) {
        expect(schema.safeParse(value)).toMatchObject({ success: true });
      }
      expect(field.help).toMatch(/\.$/u);
    },
  );

  it('shares no field name with the common ones, and no field is twice in the whole form', () => {
    const form = kindForms().find((candidate) => candidate.kind === name);
    const names = form?.fields.map((field) => field.name) ?? [];
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(kind.form.length + Object.keys(commonSchema().shape).length);
  });

  it('has a JSON Schema that accepts its defaults, durations as texts, and no unknown field', () => {
    const schema = z.fromJSONSchema(endpointJsonSchema() as z.core.JSONSchema.JSONSchema);
    const parsed = parseEndpoint(example(80));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const { config } = parsed;
    expect(schema.safeParse(config).error).toBeUndefined();
    expect(schema.safeParse({ ...config, interval: formatDuration(config.interval) }).error).toBeUndefined();
    expect(schema.safeParse(example(80)).error).toBeUndefined();
    expect(schema.safeParse({ ...config, interval: 'soon' }).success).toBe(false);
    expect(schema.safeParse({ ...config, unknown: 1 }).success).toBe(false);
    expect(schema.safeParse({ ...config, kind: 'unknown' }).success).toBe(false);
  });

  it('reads the target it shows for an endpoint as that endpoint', () => {
    const parsed = parseEndpoint(example(8080));
    const target = parsed.ok ? parsed.target : '';
    expect(parseTargets(target)).toMatchObject([{ target, endpoint: { kind: name } }]);
  });

  async function run(signal: AbortSignal, input: EndpointInput) {
    const parsed = parseEndpoint({ ...input, timeout: '1m' });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    return findKind(name)?.run(parsed.config, { signal, resolver });
  }

  it('ends with a time-out at its deadline, and closes what it opened', async () => {
    const deadline = new AbortController();
    const server = await startRaw(() => setImmediate(() => deadline.abort(new DeadlineError(60_000))));
    try {
      const outcome = await run(deadline.signal, example(server.port));
      expect(outcome?.failure).toMatchObject({ code: 'timeout', phase: 'wait' });
      expect(outcome?.failure?.message).toMatch(/^No answer within 1 m: .*\.$/u);
      expect(outcome?.durationMs).toBeLessThan(60_000);
      await server.untilAllClosed();
    } finally {
      await server.dispose();
    }
  });

  it('rejects with the reason when it is no longer wanted, and closes what it opened', async () => {
    const stop = new AbortController();
    const reason = new Error('not wanted');
    const server = await startRaw(() => setImmediate(() => stop.abort(reason)));
    try {
      await expect(run(stop.signal, example(server.port))).rejects.toBe(reason);
      await server.untilAllClosed();
    } finally {
      await server.dispose();
    }
  });

  it('opens nothing when its signal is aborted already', async () => {
    const server = await startRaw(() => {});
    const reason = new Error('not wanted');
    try {
      await expect(run(AbortSignal.abort(reason), example(server.port))).rejects.toBe(reason);
      expect(server.accepted).toBe(0);
    } finally {
      await server.dispose();
    }
  });

  it('gives a refused connection as an outcome', async () => {
    const server = await startRaw(() => {});
    await server.dispose();
    const outcome = await run(new AbortController().signal, example(server.port));
    expect(outcome).toMatchObject({ failure: { code: 'connect.refused', phase: 'connect' } });
    expect(Object.keys(outcome?.phases ?? {})).toEqual(['connect']);
  });
});
