import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { disposeRunners, loadedRunner, loadRunner, prepareRunner } from './runner.ts';
import { fakeKind } from './testing/fake-kind.ts';

const good = { durationMs: 1, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {} };

describe('loadRunner', () => {
  it('loads a kind once for concurrent calls', async () => {
    const kind = fakeKind({ run: async () => good });
    let loads = 0;
    const counted = {
      ...kind,
      load: () => {
        loads += 1;
        return kind.load();
      },
    };
    expect(loadedRunner(counted)).toBeUndefined();
    const runners = await Promise.all([loadRunner(counted), loadRunner(counted), loadRunner(counted)]);
    expect(new Set([...runners, loadedRunner(counted)]).size).toBe(1);
    expect(loads).toBe(1);
  });

  it('disposes the used kinds, and loads no other one for it', async () => {
    const disposed: string[] = [];
    const used = fakeKind({ run: async () => good, dispose: () => disposed.push('used') });
    const unused = fakeKind({ run: async () => good, dispose: () => disposed.push('unused') });
    await loadRunner(used);
    disposeRunners([used, unused]);
    expect(disposed).toEqual(['used']);
  });
});

describe('prepareRunner', () => {
  const context = {
    signal: new AbortController().signal,
    resolver: { resolve: async () => [] },
    wanted: new Set<string>(),
  };

  it('returns the runner after its warm-up, and at once when nothing is left to do', async () => {
    const warmUp = Promise.withResolvers<void>();
    const log: string[] = [];
    const kind = fakeKind({
      run: async () => good,
      warmUp: () => (log.includes('warm') ? undefined : warmUp.promise.then(() => void log.push('warm'))),
    });
    const preparing = Promise.resolve(prepareRunner(kind, {})).then((runner) => {
      log.push('prepared');
      return runner;
    });
    warmUp.resolve();
    const runner = await preparing;
    expect(log).toEqual(['warm', 'prepared']);
    expect(prepareRunner(kind, {})).toBe(runner);
  });

  it('returns the runner if its warm-up fails', async () => {
    const kind = fakeKind({ run: async () => good, warmUp: () => Promise.reject(new Error('no port is free')) });
    const runner = await prepareRunner(kind, {});
    expect(await runner.run({ timeout: 1_000 }, context)).toBe(good);
  });

  it('loads once if the load fails, says so in each check, and loads again the next time', async () => {
    const kind = fakeKind({ run: async () => good });
    const loads = [() => Promise.reject(new Error('the file is gone')), () => kind.load()];
    const broken = { ...kind, load: () => loads.shift()?.() ?? Promise.reject(new Error('loaded too often')) };
    const runner = await prepareRunner(broken, {});
    expect(loads).toHaveLength(1);
    await expect(runner.run({ timeout: 1_000 }, context)).rejects.toThrow('the file is gone');
    expect(await (await prepareRunner(broken, {})).run({ timeout: 1_000 }, context)).toBe(good);
  });
});

describe('the registry', () => {
  const loadedBy = async (code: string) => {
    const script = `${code}; process._rawDebug(JSON.stringify(process.moduleLoadList));`;
    const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: import.meta.dirname,
    });
    const loaded: unknown = JSON.parse(stderr.slice(stderr.lastIndexOf('["')));
    if (!Array.isArray(loaded)) throw new Error(`Expected a list of modules, got ${stderr}`);
    return new Set(loaded);
  };
  const protocols = ['net', 'tls', 'http', 'http2', 'zlib', 'dns', 'dgram'].map((name) => `NativeModule ${name}`);

  it('loads no protocol library', async () => {
    // Node loads `net` itself for a standard stream that is a pipe, so this does not touch the standard streams.
    const loaded = await loadedBy(`
      const { kindDescriptors } = await import('./registry.ts');
      if (kindDescriptors().length === 0) throw new Error('Expected kinds')`);
    expect(protocols.filter((name) => loaded.has(name))).toEqual([]);
  });

  it('detects a loaded protocol library', async () => {
    const loaded = await loadedBy(`
      const { checkKinds } = await import('./registry.ts');
      for (const kind of checkKinds) await kind.load()`);
    expect(loaded).toContain('NativeModule net');
  });
});
