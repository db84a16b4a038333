/** Debian's MariaDB for tests: requires a password, and offers TLS. */
import { execFile } from 'node:child_process';
import { chown, copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CertificateFiles } from './certificates.ts';
import { asOrdinaryUser, ORDINARY_USER } from './ordinary-user.ts';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';
import { serverFolder } from './server-folder.ts';

const run = promisify(execFile);

export const MARIADB = '/usr/sbin/mariadbd';
const INSTALL = '/usr/bin/mariadb-install-db';
export const MARIADB_PACKAGES = { [MARIADB]: 'mariadb-server', [INSTALL]: 'mariadb-server' } as const;

export const PASSWORD = 'corréct horse';

export interface MariadbServer extends Disposable {
  /** On 127.0.0.1. The user `watcher` signs in with `PASSWORD`, and may do everything. */
  readonly port: number;
}

export interface Mariadb extends MariadbServer {
  /** Starts another server, as a replica of this one. */
  startReplica(): Promise<MariadbServer>;
}

const SMALL = ['--innodb-log-file-size=4M', '--innodb-buffer-pool-size=8M', '--skip-name-resolve'];

/**
 * Starts a server and waits until it accepts connections.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startMariadb(files: CertificateFiles): Promise<Mariadb> {
  requireFile(MARIADB, 'mariadb-server');
  const dir = await serverFolder('mariadb');
  const empty = join(dir, 'empty');
  const [command, args] = asOrdinaryUser(INSTALL, [
    '--no-defaults',
    `--datadir=${empty}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    ...SMALL,
  ]);
  await run(command, [...args]);
  const { port, dispose } = await startOn(empty, files, users());
  return {
    port,
    startReplica: () => startOn(empty, files, [...users(), ...replication(port)]),
    async dispose() {
      await dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** @param empty the data of a server that was never started, which is copied */
async function startOn(empty: string, files: CertificateFiles, statements: readonly string[]) {
  const dir = await serverFolder('mariadb');
  const data = join(dir, 'data');
  const [copy, from] = asOrdinaryUser('/bin/cp', ['-r', empty, data]);
  await Promise.all([
    run(copy, [...from]),
    copyOwned(files.certificate, join(dir, 'server.crt')),
    copyOwned(files.key, join(dir, 'server.key')),
    writeFile(join(dir, 'init.sql'), `${statements.join(';\n')};\n`, { mode: 0o644 }),
  ]);
  const [port = 0] = await freePorts(1);
  const [program, options] = asOrdinaryUser(MARIADB, [
    '--no-defaults',
    `--datadir=${data}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${dir}/socket`,
    `--pid-file=${dir}/pid`,
    `--init-file=${dir}/init.sql`,
    `--ssl-cert=${dir}/server.crt`,
    `--ssl-key=${dir}/server.key`,
    '--log-bin=binlog',
    `--server-id=${port}`,
    ...SMALL,
  ]);
  const server = await startProgram(program, options, [port]);
  const dispose = async () => {
    await server.dispose();
    await rm(dir, { recursive: true, force: true });
  };
  return { port, dispose };
}

/** The other users are dropped, because an anonymous one would be asked before `watcher`. */
function users(): readonly string[] {
  return [
    'SET SESSION sql_log_bin = 0',
    "DELETE FROM mysql.global_priv WHERE User = ''",
    'FLUSH PRIVILEGES',
    `CREATE USER IF NOT EXISTS watcher@'%' IDENTIFIED BY '${PASSWORD}'`,
    "GRANT ALL ON *.* TO watcher@'%'",
    'CREATE DATABASE IF NOT EXISTS shop',
    "CREATE USER IF NOT EXISTS replica@'%' IDENTIFIED BY 'replica'",
    "GRANT REPLICATION SLAVE ON *.* TO replica@'%'",
    "CREATE USER IF NOT EXISTS limited@'%' IDENTIFIED BY 'limited'",
    'SET SESSION sql_log_bin = 1',
  ];
}

/** @param primary its port */
function replication(primary: number): readonly string[] {
  const from = `MASTER_HOST = '127.0.0.1', MASTER_PORT = ${primary}, MASTER_USER = 'replica', MASTER_PASSWORD = 'replica'`;
  return [`CHANGE MASTER TO ${from}`, 'START SLAVE'];
}

async function copyOwned(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  if (ORDINARY_USER !== null) await chown(to, ORDINARY_USER, ORDINARY_USER);
}
