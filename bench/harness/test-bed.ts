/**
 * The resources that cases share: a folder, the target server and the measured processes. All are removed at the end.
 */
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineHostMethods } from '../processes/engine-host.ts';
import type { FloorMethods } from '../processes/floor.ts';
import type { TargetBases, TargetMethods } from '../processes/target.ts';
import { startRemote, type Remote, type RemoteOptions } from './calls.ts';
import { makeCertificates, type CertificateFiles } from './certificates.ts';

/** Kept between runs: generated data sets. */
export const CACHE_DIR = join(tmpdir(), 'lookout-bench-cache');

export interface TestBed {
  readonly dir: string;
  readonly target: Remote<TargetMethods>;
  readonly bases: TargetBases;
  /** Null: no openssl, so no https. */
  readonly certificates: CertificateFiles | null;
  /** Environment for child processes: trusts the test bed's authority. */
  readonly env: NodeJS.ProcessEnv;
  /** `count` different URLs, spread over the target's addresses. */
  urls(scheme: 'http' | 'https', count: number, path?: string): string[];
  startEngine(options?: RemoteOptions): Promise<Remote<EngineHostMethods>>;
  startFloor(options?: RemoteOptions): Remote<FloorMethods>;
  /** A new, empty folder. */
  newDir(name: string): Promise<string>;
  /** Runs `cleanup` when the case ends, even after a failure; the last one first. */
  defer(cleanup: () => Promise<void> | void): void;
  endCase(): Promise<void>;
  close(): Promise<void>;
}

/** @param dir a folder for this run; `close` removes it */
export async function createTestBed(dir: string): Promise<TestBed> {
  const certificates = await makeCertificates(dir);
  const env = { ...process.env, ...(certificates === null ? {} : { NODE_EXTRA_CA_CERTS: certificates.authority }) };
  const cleanups: (() => Promise<void> | void)[] = [];
  let folders = 0;
  const target = startRemote<TargetMethods>('target');
  const bases = await target.call('start', { files: certificates });

  async function newDir(name: string): Promise<string> {
    folders += 1;
    const path = join(dir, `${name}-${folders}`);
    await mkdir(path, { recursive: true });
    return path;
  }

  function stopAtEnd<R extends Pick<Remote<never>, 'stop'>>(remote: R): R {
    cleanups.push(() => remote.stop());
    return remote;
  }

  async function endCase(): Promise<void> {
    for (let cleanup = cleanups.pop(); cleanup !== undefined; cleanup = cleanups.pop()) await cleanup();
  }

  return {
    dir,
    target,
    bases,
    certificates,
    env,
    urls(scheme, count, path = '/') {
      const known = bases[scheme];
      return Array.from({ length: count }, (_, index) => `${known[index % known.length]}${path}?endpoint=${index}`);
    },
    async startEngine(options = {}) {
      const engine = stopAtEnd(startRemote<EngineHostMethods>('engine-host', { env, ...options }));
      await engine.call('start', { dataDir: await newDir('engine') });
      return engine;
    },
    startFloor: (options = {}) => stopAtEnd(startRemote<FloorMethods>('floor', { env, ...options })),
    newDir,
    defer: (cleanup) => void cleanups.push(cleanup),
    endCase,
    async close() {
      await endCase();
      await target.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
