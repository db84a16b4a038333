/** Debian's RabbitMQ for tests: AMQP with and without TLS, and STOMP. It takes some seconds to start. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CertificateFiles } from './certificates.ts';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';

const run = promisify(execFile);

// The script in /usr/sbin must run as root or as the user rabbitmq.
const RABBITMQ = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const EPMD = '/usr/bin/epmd';
export const RABBITMQ_PACKAGES = { [RABBITMQ]: 'rabbitmq-server', [EPMD]: 'rabbitmq-server' } as const;

export interface RabbitMq extends Disposable {
  /** On 127.0.0.1. The user is `guest`, the password too. */
  readonly ports: { readonly amqp: number; readonly amqps: number; readonly stomp: number };
}

/**
 * Starts the broker and waits until it answers.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startRabbitMq({ certificate, key }: CertificateFiles): Promise<RabbitMq> {
  requireFile(RABBITMQ, 'rabbitmq-server');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-rabbitmq-'));
  const file = (name: string) => join(dir, name);
  const [amqp = 0, amqps = 0, stomp = 0, distribution = 0, epmd = 0] = await freePorts(5);
  await writeFile(
    file('rabbitmq.conf'),
    `
listeners.tcp.1 = 127.0.0.1:${amqp}
listeners.ssl.1 = 127.0.0.1:${amqps}
ssl_options.certfile = ${certificate}
ssl_options.cacertfile = ${certificate}
ssl_options.keyfile = ${key}
ssl_options.verify = verify_none
stomp.listeners.tcp.1 = 127.0.0.1:${stomp}
`,
  );
  await writeFile(file('enabled_plugins'), '[rabbitmq_stomp].');
  const env = {
    HOME: dir,
    ERL_EPMD_PORT: String(epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_CONFIG_FILE: file('rabbitmq'),
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_ENABLED_PLUGINS_FILE: file('enabled_plugins'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_LOG_BASE: file('log'),
    RABBITMQ_MNESIA_BASE: file('data'),
    RABBITMQ_NODENAME: 'lookout@localhost',
    RABBITMQ_PID_FILE: file('pid'),
  };
  /** Erlang leaves its name server behind. */
  const clean = async () => {
    // It does not run if RabbitMQ did not start.
    await run(EPMD, ['-port', String(epmd), '-kill']).catch(() => undefined);
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const program = await startProgram(RABBITMQ, [], [amqp, amqps, stomp], env);
    return {
      ports: { amqp, amqps, stomp },
      async dispose() {
        await program.dispose();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}
