/** Recordings, with a kind whose window the test controls. */
import { expect, it } from 'vitest';
import type { FormField } from '../../contract/descriptor.ts';
import { failureOf } from '../base/failure.ts';
import { FailureError } from '../base/failure-error.ts';
import { RequestError } from '../base/request-error.ts';
import type { RecordingContext } from '../check/kind-recorder.ts';
import { fakeKind } from '../check/testing/fake-kind.ts';
import { createFakePorts } from '../testing/fake-ports.ts';
import { Recordings } from './recordings.ts';

const actions: FormField = {
  name: 'actions',
  label: 'Actions',
  type: 'steps',
  section: 'request',
  format: { steps: [], values: 'values', generators: [], recorded: true },
};

function setUp() {
  const ports = createFakePorts();
  const begun: {
    readonly fields: object;
    readonly context: RecordingContext;
    readonly close: () => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  const run = () => Promise.reject(new Error('is not run'));
  const kind = {
    ...fakeKind({ kind: 'recorded', form: [actions], run }),
    loadRecorder: () =>
      Promise.resolve({
        record: (fields: object, context: RecordingContext) =>
          new Promise<void>((resolve, reject) => {
            begun.push({ fields, context, close: resolve, fail: reject });
            context.signal.addEventListener('abort', () => resolve());
          }),
      }),
  };
  const inputs: object[] = [];
  const recordings = new Recordings({
    kinds: [kind, fakeKind({ kind: 'other', run }), fakeKind({ kind: 'no recorder', form: [actions], run })],
    timers: ports.timers,
    log: ports.log,
    read: (input) => {
      inputs.push(input);
      return Promise.resolve({ config: { url: 'https://a.example/' } });
    },
  });
  /** The one that began last, once it has. */
  const last = async () => {
    await expect.poll(() => begun.length).toBeGreaterThan(0);
    const one = begun.at(-1);
    if (one === undefined) throw new Error('Nothing has begun');
    return one;
  };
  const start = async () => {
    const count = begun.length;
    const started = recordings.start({ kind: 'recorded', url: 'u', actions: 'do it', values: { password: 'x' } });
    await expect.poll(() => begun.length).toBe(count + 1);
    const one = await last();
    one.context.onChange({ config: { actions: '' }, lost: [] });
    return { ...one, first: await started };
  };
  return { ports, recordings, inputs, begun, start, last };
}

it('begins with the other fields, without secrets, and answers with each change', async () => {
  const { recordings, inputs, start } = setUp();
  const { first, context, fields } = await start();
  expect(inputs).toEqual([{ kind: 'recorded', url: 'u' }]);
  expect(fields).toEqual({ url: 'https://a.example/' });
  expect(first).toMatchObject({ ended: false, config: { actions: '' } });
  const next = recordings.next(first.id, first.version);
  context.onChange({ config: { actions: 'click a\n' }, lost: [{ reason: 'frame', what: 'b' }] });
  const second = await next;
  expect(second).toMatchObject({ config: { actions: 'click a\n' }, lost: [{ reason: 'frame', what: 'b' }] });
  expect(second.version).toBeGreaterThan(first.version);
  // Newer changes are returned at once.
  expect(await recordings.next(first.id, first.version)).toEqual(second);
  const stopped = await recordings.stop(first.id);
  expect(stopped).toMatchObject({ ended: true, config: { actions: 'click a\n' }, failure: null });
  expect(context.signal.aborted).toBe(true);
  expect(await recordings.next(first.id, stopped.version)).toEqual(stopped);
});

it('answers after some seconds without a change, and ends when no page asks for it any more', async () => {
  const { ports, recordings, start } = setUp();
  const { first, context } = await start();
  const next = recordings.next(first.id, first.version);
  await ports.time.advance(10_000);
  expect(await next).toEqual(first);
  await ports.time.advance(59_000);
  expect(context.signal.aborted).toBe(false);
  await ports.time.advance(1_000);
  expect(context.signal.aborted).toBe(true);
});

it('ends when the window is closed, or another recording begins', async () => {
  const { recordings, start } = setUp();
  const one = await start();
  const next = recordings.next(one.first.id, one.first.version);
  one.close();
  expect(await next).toMatchObject({ ended: true });
  const two = await start();
  const three = await start();
  expect(two.context.signal.aborted).toBe(true);
  expect(() => recordings.next(two.first.id, 0)).toThrow(RequestError);
  await recordings.dispose();
  expect(three.context.signal.aborted).toBe(true);
});

it('reports why it cannot begin', async () => {
  const { recordings, last } = setUp();
  await expect(recordings.start({ kind: 'other' })).rejects.toMatchObject({ reason: 'cannotRecord' });
  await expect(recordings.start({ kind: 'no recorder' })).rejects.toMatchObject({ params: { reason: 'kind' } });
  await expect(recordings.start({ kind: 'nothing' })).rejects.toMatchObject({ params: { reason: 'kind' } });
  const refused = recordings.start({ kind: 'recorded' });
  (await last()).fail(new RequestError('cannotRecord', { reason: 'noDisplay' }));
  await expect(refused).rejects.toMatchObject({ params: { reason: 'noDisplay' } });
});

it('leaves no timer, and logs only bugs', async () => {
  const { ports, recordings, start } = setUp();
  const ended = await start();
  ended.close();
  await expect.poll(() => ports.time.pending).toBe(0);
  const refused = await start();
  refused.fail(new RequestError('cannotRecord', { reason: 'noDisplay' }));
  await expect.poll(() => ports.time.pending).toBe(0);
  expect(ports.lines).toEqual([]);
  const broken = await start();
  const error = new TypeError('a bug');
  broken.fail(error);
  await expect.poll(() => ports.lines).toMatchObject([{ level: 'error', facts: { error } }]);
  expect((await recordings.next(broken.first.id, 0)).failure).toBeNull();
});

it('is kept alive by each request', async () => {
  const { ports, recordings, start } = setUp();
  const { first, context } = await start();
  for (let question = 0; question < 3; question += 1) {
    await ports.time.advance(40_000);
    await recordings.next(first.id, -1);
  }
  expect(context.signal.aborted).toBe(false);
});

it('reports a first page that cannot be loaded as data', async () => {
  const { recordings, last } = setUp();
  const started = recordings.start({ kind: 'recorded' });
  (await last()).fail(new FailureError(failureOf('timeout', {})));
  expect(await started).toMatchObject({ ended: true, failure: { code: 'timeout' } });
});
