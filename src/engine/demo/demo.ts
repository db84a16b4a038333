import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import type { CheckKind } from '../check/kind.ts';
import { parseEndpoint, parseTarget } from '../check/registry.ts';
import type { EndpointCommands } from '../endpoints/commands.ts';
import type { EndpointRegistry } from '../endpoints/registry.ts';
import type { Clock, Log } from '../ports.ts';
import type { DemoServers } from './servers.ts';
import { DEMO_SERVICES, type DemoService } from './services.ts';

export interface DemoOptions {
  readonly clock: Pick<Clock, 'mono'>;
  readonly kinds: readonly CheckKind[];
  readonly registry: Pick<EndpointRegistry, 'find'>;
  readonly commands: Pick<EndpointCommands, 'create' | 'remove' | 'moveDemo'>;
  readonly log: Log;
}

/**
 * A handful of endpoints for people who have none of their own yet. This process serves them itself, on loopback, for as
 * long as they exist. The servers get other ports at each start, and the endpoints follow.
 */
export interface Demo {
  /**
   * Starts the servers if there are demo endpoints.
   * @param stored all stored endpoints
   * @returns the same, with the demo endpoints at the servers of this process; never rejects
   */
  prepare(stored: readonly Endpoint[]): Promise<readonly Endpoint[]>;
  /** Adds the demo endpoints. @returns them, or those that exist already */
  start(): Promise<Endpoint[]>;
  /** Removes the demo endpoints. @returns their ids */
  remove(): Promise<EndpointId[]>;
  /** An endpoint was added, changed or restored. */
  put(endpoint: Endpoint): void;
  /** An endpoint was removed. The servers stop with the last demo endpoint. */
  removed(id: EndpointId): void;
  stop(): Promise<void>;
}

export function createDemo({ clock, kinds, registry, commands, log }: DemoOptions): Demo {
  /** The demo endpoints that exist. */
  const ids = new Set<EndpointId>();
  /** Starting and stopping wait for each other. */
  const serially = createSerialQueue();
  let servers: DemoServers | null = null;
  let stopped = false;

  async function ensureServers(): Promise<DemoServers> {
    const { startDemoServers } = await import('./servers.ts');
    servers ??= await startDemoServers(() => clock.mono());
    return servers;
  }

  async function stopServers(): Promise<void> {
    const stopping = servers;
    // At once: servers that are being stopped have no address any more.
    servers = null;
    await stopping?.stop();
  }

  /** Points restored endpoints to the servers, which may have been restarted. */
  const attend = (): Promise<void> =>
    serially(async () => {
      if (stopped || ids.size === 0) return;
      const now = await ensureServers();
      const moves = [...ids].flatMap((id) => {
        const endpoint = registry.find(id)?.stored;
        const moved = endpoint === undefined ? null : movedTo(endpoint, now, kinds);
        return moved === null ? [] : [{ id, config: moved.config }];
      });
      if (moves.length > 0) await commands.moveDemo(moves);
    });

  const report = (error: unknown): void => log('error', 'The demo endpoints cannot be served', { error });

  return {
    async prepare(stored) {
      const demo = stored.filter(({ source }) => source === 'demo');
      if (demo.length === 0) return stored;
      for (const { id } of demo) ids.add(id);
      try {
        const now = await serially(ensureServers);
        return stored.map((endpoint) =>
          ids.has(endpoint.id) ? (movedTo(endpoint, now, kinds) ?? endpoint) : endpoint,
        );
      } catch (error) {
        report(error);
        return stored;
      }
    },
    start: () =>
      serially(async () => {
        if (ids.size > 0) return [...ids].flatMap((id) => registry.find(id)?.endpoint ?? []);
        const now = await ensureServers();
        const inputs = DEMO_SERVICES.map((service) => inputOf(service, now, kinds));
        return commands.create(inputs, { source: 'demo' });
      }),
    remove: async () => (ids.size === 0 ? [] : commands.remove([...ids])),
    put(endpoint) {
      if (endpoint.source !== 'demo' || stopped) return;
      ids.add(endpoint.id);
      if (servers === null || movedTo(endpoint, servers, kinds) !== null) void attend().catch(report);
    },
    removed(id) {
      if (!ids.delete(id) || ids.size > 0) return;
      void serially(async () => {
        if (ids.size === 0) await stopServers();
      }).catch(report);
    },
    async stop() {
      stopped = true;
      await serially(stopServers);
    },
  };
}

/** @returns the endpoint at the present address of its service; null: it is there, or it is at no service */
function movedTo(endpoint: Endpoint, servers: DemoServers, kinds: readonly CheckKind[]): Endpoint | null {
  const service = DEMO_SERVICES.find(({ path }) => endpoint.target.endsWith(path));
  if (service === undefined) return null;
  const { input, target } = read(service, servers, kinds);
  if (target === endpoint.target) return null;
  const parsed = parseEndpoint({ ...endpoint.config, ...input }, kinds);
  return parsed.ok ? { ...endpoint, target, config: parsed.config } : null;
}

function inputOf(service: DemoService, servers: DemoServers, kinds: readonly CheckKind[]): EndpointInput {
  return { ...service.fields, ...read(service, servers, kinds).input };
}

/** Reads the address of a service with the kinds, so that the demo names no kind. */
function read(service: DemoService, servers: DemoServers, kinds: readonly CheckKind[]) {
  const [parsed] = parseTarget(servers.urlOf(service), kinds);
  if (parsed === undefined || 'problem' in parsed) {
    throw new RequestError('noDemo', {});
  }
  return { input: parsed.endpoint, target: parsed.target };
}
