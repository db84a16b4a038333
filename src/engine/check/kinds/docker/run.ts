/** One check of a container: asks the Docker API for its state, its health, and what it uses. */
import type { Socket } from 'node:net';
import type { z } from 'zod';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { textOf } from '../../http/exchange.ts';
import { exchange1 } from '../../http/exchange-1.ts';
import { connectPath } from '../../net/connect/connect-path.ts';
import { cut } from '../../../base/cut.ts';
import { codeOf, rawOf } from '../../net/probe/failures.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import { parseDockerAddress, type DockerAddress } from './address.ts';
import { containerSchema, errorSchema, memoryOf, statsSchema, type Container } from './answers.ts';
import { CpuUse } from './cpu-use.ts';
import { dockerFailure } from './failures.ts';
import type { DockerFields } from './fields.ts';

/** The largest answer, in bytes. An inspected container has a few KB. */
const MAX_BYTES = 1_000_000;

const cpuUse = new CpuUse();

/** Forgets the counters of the last checks. */
export function dispose(): void {
  cpuUse.clear();
}

/** Runs one check, from the connection to the answer about the container. */
export function run(fields: DockerFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const address = parseDockerAddress(fields.server);
    if (address === null) throw new TypeError('The fields were not validated');
    const api = new DockerApi(probe, fields, address);
    try {
      return await checkContainer(probe, api, fields);
    } finally {
      api.close();
    }
  });
}

async function checkContainer(probe: Probe, api: DockerApi, fields: DockerFields): Promise<Failure | null> {
  const path = `/containers/${encodeURIComponent(fields.container)}`;
  const { status, text } = await api.get(`${path}/json`);
  if (status === 404) return dockerFailure('docker.noContainer', { container: fields.container });
  if (status !== 200) return refused(status, text);
  const container = read(containerSchema, text);
  note(probe, container, text);
  const failure = judge(container, fields.health);
  if (fields.stats && failure?.code !== 'docker.notRunning') await measure(probe, api, container, path);
  return failure;
}

function note({ details, metrics, observed }: Probe, container: Container, text: string): void {
  const { State: state, Config: config } = container;
  const startedAt = Date.parse(state.StartedAt);
  details['state'] = stateOf(container);
  details['image'] = config.Image === '' ? container.Image : config.Image;
  details['containerId'] = container.Id.slice(0, 12);
  if (state.Running && startedAt > 0) {
    details['startedAt'] = startedAt;
    metrics['uptime'] = Math.max(0, (Date.now() - startedAt) / 1_000);
  }
  metrics['restarts'] = container.RestartCount;
  observed['STATUS'] = stateOf(container);
  observed['VALUE'] = healthOf(container) ?? 'none';
  observed['BODY'] = text;
  const health = healthOf(container);
  if (health === null) return;
  details['health'] = health;
  const last = state.Health?.Log?.at(-1);
  if (last !== undefined && last.ExitCode !== 0) details['healthOutput'] = toSnippet(last.Output);
}

function judge(container: Container, wanted: DockerFields['health']): Failure | null {
  const { State: state } = container;
  if (stateOf(container) !== 'running') {
    const problem = state.Error === '' ? null : cut(state.Error, 500);
    return dockerFailure('docker.notRunning', { state: stateOf(container), exitCode: state.ExitCode, problem });
  }
  const health = healthOf(container);
  const isBad = wanted === 'healthy' ? health !== 'healthy' : wanted === 'notUnhealthy' && health === 'unhealthy';
  return isBad ? dockerFailure('docker.unhealthy', { health, failures: state.Health?.FailingStreak ?? 0 }) : null;
}

/** `running`, `paused`, `restarting`, `exited`, `created`, `removing` or `dead`. */
function stateOf({ State: state }: Container): string {
  if (state.Paused) return 'paused';
  if (state.Restarting) return 'restarting';
  if (state.Running) return 'running';
  return state.Status === '' || state.Status === 'running' ? 'exited' : cut(state.Status, 50);
}

/** Null: the container has no health check. */
function healthOf({ State: state }: Container): string | null {
  const status = state.Health?.Status ?? '';
  return status === '' || status === 'none' ? null : cut(status, 50);
}

/** A container that the API cannot measure is not down: the metrics are then missing. */
async function measure(probe: Probe, api: DockerApi, container: Container, path: string): Promise<void> {
  const { status, text } = await api.get(`${path}/stats?stream=false&one-shot=true`);
  if (status !== 200) return;
  const stats = read(statsSchema, text);
  const memory = memoryOf(stats);
  if (memory !== null) probe.metrics['memory'] = memory;
  const cpu = cpuUse.next(container.Id, stats);
  if (cpu !== null) probe.metrics['cpu'] = cpu;
}

function refused(status: number, text: string): Failure {
  let problem = '';
  try {
    problem = errorSchema.parse(JSON.parse(text)).message;
  } catch {
    // The answer is not from the API.
  }
  return dockerFailure('docker.api', { status, problem: problem === '' ? null : cut(problem, 500) });
}

function read<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The schema refuses undefined.
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FailureError(dockerFailure('docker.answer', {}, { raw: cut(text, 200) }));
}

/** The Docker API over one connection, which is opened again when the server closes it. */
class DockerApi {
  readonly #probe: Probe;
  readonly #fields: DockerFields;
  readonly #address: DockerAddress;
  #socket: Socket | undefined;

  constructor(probe: Probe, fields: DockerFields, address: DockerAddress) {
    this.#probe = probe;
    this.#fields = fields;
    this.#address = address;
  }

  async get(path: string): Promise<{ readonly status: number; readonly text: string }> {
    const socket = (this.#socket ??= await this.#open());
    const host = this.#address.type === 'tcp' ? formatHostPort(this.#address) : 'docker';
    const answer = await exchange1(
      this.#probe,
      socket,
      {
        url: new URL(path, 'http://docker'),
        method: 'GET',
        headers: ['Host', host, 'User-Agent', USER_AGENT, 'Accept', 'application/json'],
        body: null,
      },
      { maxBytes: MAX_BYTES, whole: true, keepAlive: true },
    );
    if (!answer.reusable) this.close();
    return { status: answer.status, text: await textOf(answer, this.#probe.signal) };
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #open(): Promise<Socket> {
    const address = this.#address;
    if (address.type === 'tcp') {
      const { host, port, secure } = address;
      return openSocket(this.#probe, { ...this.#fields, host, port, tls: secure ? 'on' : 'off' }, ['http/1.1']);
    }
    try {
      return await connectPath(this.#probe, address.path);
    } catch (error) {
      const code = error instanceof Error ? codeOf(error) : '';
      if (!(error instanceof Error) || !/^E[A-Z]+$/u.test(code)) throw error;
      const params = { reason: code, path: address.path };
      throw new FailureError(dockerFailure('docker.socket', params, { raw: rawOf(error) }), { cause: error });
    }
  }
}
