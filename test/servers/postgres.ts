/** Debian's PostgreSQL for tests: a primary that requires passwords and offers TLS, and a replica of it. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chown, copyFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CertificateFiles } from './certificates.ts';
import { asOrdinaryUser, ORDINARY_USER } from './ordinary-user.ts';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';
import { serverFolder } from './server-folder.ts';

const run = promisify(execFile);
const VERSIONS = '/usr/lib/postgresql';

/** The programs of the newest version that is installed. */
function programs(): string {
  try {
    const [newest = '15'] = readdirSync(VERSIONS).toSorted((a, b) => Number(b) - Number(a));
    return join(VERSIONS, newest, 'bin');
  } catch {
    return join(VERSIONS, '15', 'bin');
  }
}

export const POSTGRES = join(programs(), 'postgres');
export const POSTGRES_PACKAGES = { [POSTGRES]: 'postgresql' } as const;

export interface PostgresServer extends Disposable {
  /** On 127.0.0.1. The user `postgres` signs in with `PASSWORD`. */
  readonly port: number;
}

export interface Postgres extends PostgresServer {
  /** Copies this server and starts the copy as its replica. */
  startReplica(): Promise<PostgresServer>;
}

export const PASSWORD = 'corréct horse';

/**
 * Starts a server and waits until it accepts connections.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startPostgres(files: CertificateFiles): Promise<Postgres> {
  requireFile(POSTGRES, 'postgresql');
  const dir = await serverFolder('postgres');
  const data = join(dir, 'data');
  await writeFile(join(dir, 'password'), PASSWORD);
  await copyOwned(files.certificate, join(dir, 'server.crt'));
  await copyOwned(files.key, join(dir, 'server.key'));
  const initial = ['-D', data, '-A', 'scram-sha-256', '-U', 'postgres', '--pwfile', join(dir, 'password'), '-N'];
  await runAsUser(join(programs(), 'initdb'), [...initial, '-E', 'UTF8', '--no-instructions']);
  const tls = ['-c', 'ssl=on', '-c', `ssl_cert_file=${dir}/server.crt`, '-c', `ssl_key_file=${dir}/server.key`];
  const primary = await startOn(data, tls);
  const { port } = primary;
  return {
    port,
    async startReplica() {
      const copy = await serverFolder('postgres');
      const from = `host=127.0.0.1 port=${port} user=postgres password='${PASSWORD}'`;
      await runAsUser(join(programs(), 'pg_basebackup'), [
        '-D',
        join(copy, 'data'),
        '-d',
        from,
        '-R',
        '-c',
        'fast',
        '-N',
      ]);
      const replica = await startOn(join(copy, 'data'), []);
      return {
        port: replica.port,
        async dispose() {
          await replica.dispose();
          await rm(copy, { recursive: true, force: true });
        },
      };
    },
    async dispose() {
      await primary.dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function startOn(data: string, options: readonly string[]): Promise<PostgresServer> {
  const [port = 0] = await freePorts(1);
  const always = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const fast = ['-c', 'fsync=off', '-c', 'shared_buffers=8MB', '-c', 'max_connections=20', '-c', 'wal_level=replica'];
  const [command, args] = asOrdinaryUser(POSTGRES, [...always, ...fast, ...options]);
  const program = await startProgram(command, args, [port], {}, 'SIGINT');
  await untilReady(port);
  return { port, dispose: () => program.dispose() };
}

/** A server that accepts connections may still be starting up. */
async function untilReady(port: number): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    try {
      await run(join(programs(), 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}

async function copyOwned(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  if (ORDINARY_USER !== null) await chown(to, ORDINARY_USER, ORDINARY_USER);
}

function runAsUser(command: string, args: readonly string[]) {
  const [program, all] = asOrdinaryUser(command, args);
  return run(program, [...all], { cwd: tmpdir() });
}
