/**
 * A process with an engine, for tests that stop it or take away its file descriptors or its network. Writes each result
 * as a line of JSON, and reads commands, one per line: `exhaust` and `release` file descriptors, and `stop`.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { EndpointInput } from '../../src/contract/model/endpoint.ts';
import { createResolver, type ResolverOptions } from '../../src/engine/check/net/dns/resolve.ts';
import { createConnectivity } from '../../src/engine/machine/connectivity.ts';
import { systemClock } from '../../src/engine/node-ports.ts';
import { startWatch } from './watch.ts';

export interface WatcherSetup {
  readonly endpoints: readonly EndpointInput[];
  readonly resolver?: ResolverOptions;
  /** Also serves HTTP at this address on port 8080, because no other process can do so in the network namespace. */
  readonly serve?: string;
  /** True: asks this machine whether it is online, like the product. Otherwise it always is. */
  readonly realConnectivity?: boolean;
}

export interface WatcherLine {
  readonly name: string;
  readonly at: number;
  readonly verdict: string;
  readonly code: string;
  readonly message: string;
}

const setup = JSON.parse(process.argv[2] ?? '{}') as WatcherSetup;
if (setup.serve !== undefined) {
  const server = createServer((_, response) => response.end('fine')).listen(8080, setup.serve);
  await once(server, 'listening');
}
const log = () => undefined;
const connectivity = createConnectivity({ clock: systemClock, log, references: () => [] });
const watch = await startWatch({
  resolver: createResolver(setup.resolver),
  ...(setup.realConnectivity === true ? { ports: { connectivity } } : {}),
  onResult: ({ endpointId, at, verdict, failure }) => {
    const line = {
      name: names.get(endpointId) ?? '',
      at,
      verdict,
      code: failure?.code ?? '',
      message: failure?.message ?? '',
    };
    writeSync(1, `${JSON.stringify(line satisfies WatcherLine)}\n`);
  },
});
const names = new Map<string, string>();
for (const endpoint of setup.endpoints) {
  const { id, config } = await watch.add(endpoint);
  names.set(id, config.name);
}

let taken: number[] = [];
for await (const command of createInterface(process.stdin)) {
  if (command === 'exhaust') {
    try {
      for (;;) taken.push(openSync('/dev/null', 'r'));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EMFILE')) throw error;
    }
  } else if (command === 'release') {
    for (const descriptor of taken) closeSync(descriptor);
    taken = [];
  } else {
    break;
  }
}
await watch.engine.dispose();
process.exit(0);
