/**
 * Tests that every kind in the registry must pass. Each kind provides its servers in `kinds/NAME/testing/fixture.ts`.
 */
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ISSUES } from '../../contract/model/issue.ts';
import type { CodeDocs } from '../../contract/model/text.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import { commonFields } from './common-fields.ts';
import { changedPlaceholder, commonSchema } from './common.ts';
import { writeDuration } from '../../shared/duration.ts';
import { DeadlineError } from './kind.ts';
import { createResolver } from './net/dns/resolve.ts';
import { checkKinds, endpointJsonSchema, kindDescriptors, parseEndpoint } from './registry.ts';
import { parseTargets } from './paste/paste.ts';
import { loadRunner, prepareRunner } from './runner.ts';
import type { Behaviour, FixtureServer, KindFixture } from './testing/kind-fixture.ts';
import { expectDeclared } from './testing/undeclared.ts';

const resolver = createResolver();
/** One for all kinds: building it takes a few hundred milliseconds. */
const endpointSchema = z.fromJSONSchema(endpointJsonSchema() as z.core.JSONSchema.JSONSchema);
/** How many values each field is tried with. Most fields are shared by several kinds, so each schema sees far more. */
const FIELD_RUNS = 40;

describe.each(checkKinds.map((kind) => [kind.kind, kind] as const))('kind %s', (name, kind) => {
  let fixture: KindFixture;
  let server: FixtureServer | undefined;
  /** The smallest endpoint of the kind. */
  let least: EndpointInput;

  beforeAll(async () => {
    const module = (await import(`./kinds/${name}/testing/fixture.ts`)) as { readonly fixture: KindFixture };
    ({ fixture } = module);
    const some = await fixture.start('good');
    least = some.input;
    await some.dispose();
  });
  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  it('accepts its defaults and fills in every field of its form', () => {
    const parsed = parseEndpoint(least);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    for (const field of [...kind.form, ...commonFields(kind.defaults)]) {
      // Only imported endpoints have one.
      if (field.name === 'sourceId') continue;
      expect(parsed.config).toHaveProperty(field.name);
      if (field.default !== undefined && field.name !== 'name' && !(field.name in least)) {
        expect(parsed.config[field.name]).toEqual(field.default);
      }
    }
    expect(parsed.target).not.toBe('');
    expect(parsed.host).toBe(parsed.host.toLowerCase());
  });

  it('keeps the names of further secrets in a list of its form', () => {
    for (const { type, secretNames, secretList } of kind.form.filter((field) => field.secretList !== undefined)) {
      expect({ type, secretNames }).toEqual({ type: 'pairs', secretNames: expect.any(String) });
      expect(kind.form.find((field) => field.name === secretList)).toMatchObject({ type: 'list', default: [] });
    }
  });

  it('warms up once, and leaves nothing open', async () => {
    const parsed = parseEndpoint(least);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const handles = () =>
      process.getActiveResourcesInfo().filter((resource) => /^(?:TCP|TLS|Pipe|UDP)/u.test(resource));
    const before = handles().length;
    const runner = await prepareRunner(kind, parsed.config);
    expect(prepareRunner(kind, parsed.config)).toBe(runner);
    await expect.poll(() => handles().length).toBeLessThanOrEqual(before);
  });

  it('has a form field for each field of its schema', () => {
    const names = kind.form.map((field) => field.name);
    expect(names.toSorted()).toEqual(Object.keys(kind.schema.shape).toSorted());
  });

  it.each(kind.form.map((field) => [field.name, field] as const))(
    'has a form field for %s that matches its schema',
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

  it.each(kind.form.map(({ name: field }) => field))(
    'refuses values of %s only with issues that have a text',
    (field) => {
      const docs: Readonly<Record<string, CodeDocs>> = {
        ...ISSUES,
        ...Object.fromEntries(kind.issues.map((own) => [own.code, { meaning: own.text, params: own.params }])),
      };
      const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.webUrl(), fc.lorem({ mode: 'sentences' }));
      const value = fc.oneof(text, fc.integer(), fc.dictionary(text, text), fc.anything());
      fc.assert(
        fc.property(value, (given) => {
          const parsed = parseEndpoint({ ...least, [field]: given });
          for (const { code, params = {} } of parsed.ok ? [] : parsed.issues) {
            expect(code).not.toBe('otherwise');
            expect(Object.keys(docs[code]?.params ?? {})).toEqual(expect.arrayContaining(Object.keys(params)));
            expect(docs).toHaveProperty([code]);
          }
        }),
        { numRuns: FIELD_RUNS },
      );
    },
  );

  it('has unique field names, different from the common fields', () => {
    const form = kindDescriptors().find((candidate) => candidate.kind === name);
    const names = form?.fields.map((field) => field.name) ?? [];
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(kind.form.length + Object.keys(commonSchema().shape).length);
  });

  it('has a JSON Schema that accepts its defaults and durations as texts, and refuses unknown fields', () => {
    const parsed = parseEndpoint(least);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const { config } = parsed;
    expect(endpointSchema.safeParse(config).error).toBeUndefined();
    expect(endpointSchema.safeParse({ ...config, interval: writeDuration(config.interval) }).error).toBeUndefined();
    expect(endpointSchema.safeParse(least).error).toBeUndefined();
    expect(endpointSchema.safeParse({ ...config, interval: 'soon' }).success).toBe(false);
    expect(endpointSchema.safeParse({ ...config, unknown: 1 }).success).toBe(false);
    expect(endpointSchema.safeParse({ ...config, kind: 'unknown' }).success).toBe(false);
  });

  it('parses the target of an endpoint as that endpoint', () => {
    const parsed = parseEndpoint(least);
    const target = parsed.ok ? parsed.target : '';
    expect(parseTargets(target)).toMatchObject([{ target, endpoint: { kind: name } }]);
  });

  it('has a descriptor in JSON, with a name and a label for each part', () => {
    const [descriptor] = kindDescriptors([kind]);
    if (descriptor === undefined) throw new Error('No descriptor');
    expect(JSON.parse(JSON.stringify(descriptor))).toEqual(descriptor);
    expect(descriptor.description).toMatch(/\.$/u);
    for (const parts of [descriptor.phases, descriptor.metrics, descriptor.details]) {
      expect(new Set(parts.map((part) => part.name)).size).toBe(parts.length);
      for (const part of parts) expect(part.label).toMatch(/^\S.*\S$/u);
    }
    for (const declared of [descriptor.failures, descriptor.issues]) {
      const codes = declared.map(({ code }) => code);
      expect(new Set(codes).size).toBe(codes.length);
      for (const { code, text } of declared) {
        expect(code).toMatch(/^[a-z]+\.\w+(?:\/\w+)?$/u);
        expect(text).toMatch(/[.}]$/u);
      }
    }
  });

  it('lets conditions ask what changed, if it tracks a detail, and declares the columns of its tables', () => {
    const tracked = kind.details.filter((detail) => detail.tracked !== undefined);
    const asks = kind.placeholders.some((placeholder) => placeholder.name === changedPlaceholder.name);
    expect(asks).toBe(tracked.length > 0);
    for (const { format, columns = [], marks } of kind.details) {
      expect(columns.length > 0).toBe(format === 'table');
      if (marks !== undefined) expect(columns.map((column) => column.name)).toContain(marks);
    }
  });

  it('has a valid example and paste examples of its own kind', () => {
    expect(parseEndpoint(kind.example)).toMatchObject({ ok: true, config: { kind: name } });
    for (const text of kind.pasteExamples) expect(parseTargets(text)).toMatchObject([{ endpoint: { kind: name } }]);
  });

  /**
   * Runs a check against a server, and compares the outcome with the descriptor. The timeout ends nothing here, but kinds that
   * use UDP ask again after a third of it.
   */
  async function run(signal: AbortSignal, input: EndpointInput, timeout = '1m') {
    const parsed = parseEndpoint({ ...input, timeout });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const runner = await loadRunner(kind);
    return expectDeclared(
      kind,
      await runner.run(parsed.config, {
        signal,
        resolver,
        wanted: new Set(kind.placeholders.map((one) => one.name)),
        ...server?.context,
      }),
    );
  }

  async function start(behaviour: Behaviour, onAccepted?: () => void): Promise<FixtureServer> {
    server = await fixture.start(behaviour, onAccepted);
    return server;
  }

  const { signal: never } = new AbortController();

  it('finds no failure on a server that answers correctly', async () => {
    const { input, untilAllClosed } = await start('good');
    const outcome = await run(never, input);
    expect(outcome.failure).toBeNull();
    expect(outcome.durationMs).toBeGreaterThan(0);
    const order = kind.phases.map((phase) => phase.name);
    expect(Object.keys(outcome.phases)).toEqual(order.filter((phase) => phase in outcome.phases));
    await untilAllClosed();
  });

  it.for(['garbage', 'closes'] as const)('returns an outcome for a server that %s', async (behaviour, { skip }) => {
    skip(fixture.hasServer === false, 'the kind has no server');
    const { input, untilAllClosed } = await start(behaviour);
    const { failure } = await run(never, input, '6s');
    expect(failure?.code).toMatch(/^[a-z]+\.\w+$/u);
    expect(failure?.code).not.toMatch(/^(?:us|local)\./u);
    await untilAllClosed();
  });

  it('times out at its deadline and closes what it opened', async ({ skip }) => {
    skip(fixture.hasServer === false, 'the kind has no server');
    const deadline = new AbortController();
    const { input, untilAllClosed } = await start('hangs', () =>
      setImmediate(() => deadline.abort(new DeadlineError(60_000))),
    );
    const outcome = await run(deadline.signal, input);
    expect(outcome.failure?.code).toBe('timeout');
    expect(kind.phases.map((phase) => phase.name)).toContain(outcome.failure?.phase);
    expect(outcome.durationMs).toBeLessThan(60_000);
    await untilAllClosed();
  });

  it('rejects with the reason when it is cancelled, and closes what it opened', async ({ skip }) => {
    skip(fixture.hasServer === false, 'the kind has no server');
    const stop = new AbortController();
    const reason = new Error('not wanted');
    const { input, untilAllClosed } = await start('hangs', () => setImmediate(() => stop.abort(reason)));
    await expect(run(stop.signal, input)).rejects.toBe(reason);
    await untilAllClosed();
  });

  it('opens nothing when its signal is already aborted', async () => {
    const started = await start('hangs');
    const reason = new Error('not wanted');
    await expect(run(AbortSignal.abort(reason), started.input)).rejects.toBe(reason);
    expect(started.accepted).toBe(0);
  });

  it('returns an outcome for a missing server', async () => {
    const { input, dispose } = await start('good');
    await dispose();
    server = undefined;
    const { failure } = await run(never, input);
    expect(failure?.phase).toBeDefined();
  });
});
