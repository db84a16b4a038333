/** Debian's ClickHouse for tests: its HTTP interface, for the user `watcher` with a password. */
import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asOrdinaryUser, ORDINARY_USER } from './ordinary-user.ts';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';
import { serverFolder } from './server-folder.ts';

export const CLICKHOUSE = '/usr/sbin/clickhouse-server';
export const CLICKHOUSE_PACKAGES = { [CLICKHOUSE]: 'clickhouse-server' } as const;

export const PASSWORD = 'tick-tock';

export interface ClickhouseServer extends Disposable {
  /** HTTP on 127.0.0.1. The user `watcher` signs in with `PASSWORD`. */
  readonly port: number;
}

/**
 * Starts ClickHouse and waits until it accepts connections.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startClickhouse(): Promise<ClickhouseServer> {
  requireFile(CLICKHOUSE, 'clickhouse-server');
  const dir = await serverFolder('clickhouse');
  const data = join(dir, 'data');
  await mkdir(data);
  if (ORDINARY_USER !== null) await chown(data, ORDINARY_USER, ORDINARY_USER);
  const [port = 0, tcpPort = 0] = await freePorts(2);
  await writeFile(join(dir, 'config.xml'), config(data, port, tcpPort));
  await writeFile(join(dir, 'users.xml'), USERS);
  const [command, args] = asOrdinaryUser(CLICKHOUSE, [`--config-file=${dir}/config.xml`]);
  const program = await startProgram(command, args, [port], {}, 'SIGKILL');
  return {
    port,
    async dispose() {
      await program.dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const config = (data: string, port: number, tcpPort: number) => `<yandex>
  <logger><level>warning</level><console>1</console></logger>
  <http_port>${port}</http_port>
  <tcp_port>${tcpPort}</tcp_port>
  <listen_host>127.0.0.1</listen_host>
  <path>${data}/</path>
  <tmp_path>${data}/tmp/</tmp_path>
  <users_config>users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <mark_cache_size>5368709</mark_cache_size>
</yandex>
`;

const USERS = `<yandex>
  <profiles><default></default></profiles>
  <users>
    <watcher>
      <password>${PASSWORD}</password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
    </watcher>
  </users>
  <quotas><default></default></quotas>
</yandex>
`;
