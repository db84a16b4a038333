import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { disposeRunners, loadedRunner, loadRunner } from './runner.ts';
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
