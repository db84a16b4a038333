/** The cost of one check of each kind, against the server that its tests use. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EndpointConfig, EndpointInput } from '../../src/contract/model/endpoint.ts';
import type { CheckContext, CheckKind, KindOutcome } from '../../src/engine/check/kind.ts';
import { createResolver } from '../../src/engine/check/net/dns/resolve.ts';
import { checkKinds, parseEndpoint } from '../../src/engine/check/registry.ts';
import { disposeRunners, prepareRunner } from '../../src/engine/check/runner.ts';
import type { KindFixture } from '../../src/engine/check/testing/kind-fixture.ts';
import type { BenchCase, CaseOptions, Report, Row } from '../case.ts';
import { row } from '../case.ts';
import { formatNumber } from '../harness/stats.ts';

const SERVER = fileURLToPath(new URL('../harness/kind-server.ts', import.meta.url));
const WARM_CHECKS = 30;
const CHECKS = 500;
/** How long each kind is measured, in milliseconds. Kinds that start a program for each check complete fewer checks. */
const WINDOW_MS = 2_000;
const STARTS_WITHIN_MS = 20_000;

interface Measured {
  readonly checks: number;
  /** CPU time of this process, user and system, for 1,000 checks. */
  readonly cpuMs: number;
  /** The first failure; null: there was none. */
  readonly failure: string | null;
}

const resolver = createResolver();

function check(kind: CheckKind, config: EndpointConfig, engine: Partial<CheckContext>): Promise<KindOutcome> {
  const runner = prepareRunner(kind, config);
  const signal = AbortSignal.timeout(10_000);
  const context = { signal, resolver, wanted: new Set<string>(), ...engine };
  return Promise.resolve(runner).then((ready) => ready.run(config, context));
}

/** @param engine the parts of the context that some kinds need from the engine */
async function measure(kind: CheckKind, input: EndpointInput, engine: Partial<CheckContext> = {}): Promise<Measured> {
  const parsed = parseEndpoint(input);
  if (!parsed.ok) throw new Error(`The endpoint of the kind ${kind.kind} is not valid`);
  const { config } = parsed;
  const first = await check(kind, config, engine);
  if (first.failure !== null) return { checks: 0, cpuMs: 0, failure: first.failure.code };
  const warmUntil = performance.now() + WINDOW_MS;
  for (let done = 0; done < WARM_CHECKS && performance.now() < warmUntil; done += 1) {
    await check(kind, config, engine);
  }
  const until = performance.now() + WINDOW_MS;
  const before = process.cpuUsage();
  let checks = 0;
  let failure: string | null = null;
  while (checks < CHECKS && performance.now() < until) {
    const outcome = await check(kind, config, engine);
    failure ??= outcome.failure?.code ?? null;
    checks += 1;
  }
  const { user, system } = process.cpuUsage(before);
  return { checks, cpuMs: (user + system) / checks, failure };
}

function startServer(kind: string): Promise<{ readonly child: ChildProcess; readonly input: EndpointInput }> {
  return new Promise((resolve, reject) => {
    const child = fork(SERVER, [kind], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const timer = setTimeout(() => reject(new Error(`The server of ${kind} did not start`)), STARTS_WITHIN_MS);
    child.once('message', (input) => {
      clearTimeout(timer);
      resolve({ child, input: input as EndpointInput });
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The server of ${kind} ended with code ${code}`)));
  });
}

/** Measures against a server in its own process; null: the server does not work in another process. */
async function measureApart(kind: CheckKind): Promise<Measured | null> {
  const { child, input } = await startServer(kind.kind);
  try {
    const measured = await measure(kind, input);
    return measured.failure === null ? measured : null;
  } finally {
    child.disconnect();
  }
}

/** Measures against a server in this process, so the CPU time includes the server's. */
async function measureTogether(kind: CheckKind): Promise<Measured & { readonly hasServer: boolean }> {
  const { fixture } = (await import(`../../src/engine/check/kinds/${kind.kind}/testing/fixture.ts`)) as {
    readonly fixture: KindFixture;
  };
  const server = await fixture.start('good');
  try {
    return { ...(await measure(kind, server.input, server.context)), hasServer: fixture.hasServer !== false };
  } finally {
    await server.dispose();
  }
}

export const kinds: BenchCase = {
  name: 'kinds',
  title: 'One check of each kind',
  async run({ say }: CaseOptions): Promise<Report> {
    const rows: Row[] = [];
    const leftOut: string[] = [];
    for (const kind of checkKinds) {
      try {
        const apart = await measureApart(kind);
        const { cpuMs, checks, failure, hasServer } = apart
          ? { ...apart, hasServer: false }
          : await measureTogether(kind);
        if (failure === null) {
          rows.push(row(`\`${kind.kind}\`${hasServer ? ', with its server' : ''}`, `${formatNumber(cpuMs)} ms`));
          say(`${kind.kind}: ${formatNumber(cpuMs)} ms for 1,000 checks, from ${checks}`);
        } else leftOut.push(`\`${kind.kind}\`: its check fails here (\`${failure}\`)`);
      } catch (error) {
        leftOut.push(`\`${kind.kind}\`: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    disposeRunners(checkKinds);
    return {
      rows,
      how: [
        'CPU milliseconds (user and system, all threads) of the checking process per 1,000 checks, one check after the other, without ' +
          'engine and store. Each kind checks the server that its tests use, mostly one that answers at once. With its server: the ' +
          'server runs in the same process, so its work counts too. Programs that a check starts do not count. A group has one member here; ' +
          'the engine finds members by looking at all endpoints.',
      ],
      leftOut,
    };
  },
};
