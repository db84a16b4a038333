import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

const COMMON = {
  description: null,
  parent: null,
  weight: 2000,
  active: true,
  interval: 60,
  retryInterval: 30,
  resendInterval: 0,
  maxretries: 1,
  timeout: 48,
  accepted_statuscodes: ['200-299'],
  maxredirects: 10,
  notificationIDList: {},
  tags: [],
  expiryNotification: false,
  upsideDown: false,
  includeSensitiveData: true,
};

/** A backup as 1.23 writes it, with the fields that matter. */
function backup(...monitors: readonly object[]): string {
  const monitorList = monitors.map((monitor, index) => ({ id: index + 1, ...COMMON, ...monitor }));
  return JSON.stringify({ version: '1.23.16', notificationList: [], proxyList: [], monitorList });
}

describe('a backup', () => {
  test('of HTTP monitors keeps credentials, bodies, keywords and queries', async () => {
    const { entries, warnings } = await readFiles(
      backup(
        {
          type: 'http',
          name: 'Shop',
          description: 'The shop',
          url: 'https://shop.example.org/',
          method: 'POST',
          headers: '{"X-Api-Key": "geheim"}',
          body: '{"a": 1}',
          httpBodyEncoding: 'json',
          authMethod: 'basic',
          basic_auth_user: 'ann',
          basic_auth_pass: 'hunter2',
          accepted_statuscodes: ['200-299', '301'],
          maxredirects: 0,
          ignoreTls: true,
          expiryNotification: true,
          tags: [{ tag_id: 1, name: 'prod', value: 'eu' }],
        },
        { type: 'keyword', name: 'Word', url: 'http://a.example/', keyword: 'error', invertKeyword: true },
        { type: 'json-query', name: 'Query', url: 'http://a.example/', jsonPath: 'a.b', expectedValue: 'ok' },
      ),
    );
    expect(warnings).toEqual([]);
    expect(entries).toEqual([
      {
        kind: 'http',
        url: 'https://shop.example.org/',
        name: 'Shop',
        note: 'The shop',
        tags: ['prod: eu'],
        method: 'POST',
        headers: { 'X-Api-Key': 'geheim' },
        body: '{"a": 1}',
        bodyType: 'json',
        username: 'ann',
        password: 'hunter2',
        acceptedStatus: '200-299, 301',
        followRedirects: false,
        verifyTls: false,
        conditions: ['warn: [CERTIFICATE_EXPIRATION] > 21d'],
        interval: '60s',
        retryInterval: '30s',
        timeout: '48s',
        retries: 1,
        sourceId: 'kuma:1',
      },
      expect.objectContaining({ keywordAbsent: 'error' }),
      expect.objectContaining({ conditions: ['[BODY]{a.b} == "ok"'] }),
    ]);
  });

  test('of other monitors becomes the kinds of those services', async () => {
    const { entries, warnings, paused } = await readFiles(
      backup(
        { type: 'group', name: 'Data' },
        { type: 'port', name: 'Closed', hostname: 'a.example', port: 22, upsideDown: true, parent: 1 },
        { type: 'ping', name: 'Ping', hostname: 'b.example', packetSize: 64, active: 0 },
        {
          type: 'dns',
          name: 'DNS',
          hostname: 'c.example',
          dns_resolve_server: '1.1.1.1',
          dns_resolve_type: 'MX',
          port: 53,
        },
        { type: 'push', name: 'Job', pushToken: 'k3yOfTheJobInKumaWith32Characters'.slice(0, 32), interval: 3600 },
        {
          type: 'postgres',
          name: 'PG',
          databaseConnectionString: 'postgres://u:p%40s@db.example:5433/shop?sslmode=require',
          databaseQuery: 'SELECT 2',
        },
        {
          type: 'sqlserver',
          name: 'MS',
          databaseConnectionString: 'Server=ms.example,1444;Database=m;User Id=sa;Password=x y;Encrypt=false',
        },
        {
          type: 'mqtt',
          name: 'MQ',
          hostname: 'mqtts://m.example',
          port: 8883,
          mqttTopic: 't',
          mqttSuccessMessage: 'up',
        },
        {
          type: 'grpc-keyword',
          name: 'RPC',
          grpcUrl: 'g.example:50051',
          grpcServiceName: 's.S',
          grpcMethod: 'Get',
          keyword: 'k',
        },
        { type: 'steam', name: 'Game', hostname: 'x', port: 1 },
      ),
    );
    expect(entries).toMatchObject([
      { kind: 'group', members: ['Closed'] },
      { kind: 'tcp', host: 'a.example', port: 22, conditions: ['[CONNECTED] == false'], group: 'Data' },
      { kind: 'icmp', host: 'b.example', size: 64 },
      { kind: 'dns', domain: 'c.example', server: '1.1.1.1', type: 'MX', port: 53 },
      { kind: 'push', key: 'k3yOfTheJobInKumaWith32Character', every: '3600s' },
      {
        kind: 'postgres',
        host: 'db.example',
        port: 5433,
        username: 'u',
        password: 'p@s',
        database: 'shop',
        tls: 'starttls',
      },
      { kind: 'mssql', host: 'ms.example', port: 1444, database: 'm', username: 'sa', password: 'x y', tls: 'off' },
      { kind: 'mqtt', host: 'm.example', port: 8883, tls: 'on', topic: 't', conditions: ['[BODY] contains "up"'] },
      { kind: 'grpc', host: 'g.example', port: 50051, method: 's.S/Get', conditions: ['[BODY] contains "k"'] },
    ]);
    expect(paused).toEqual(['Ping']);
    expect(warnings).toEqual([
      'monitorList[4].pushToken: Lookout has no exact counterpart. It uses a heartbeat endpoint at another address: /push/ and the same key.',
      'monitorList[9].type: Lookout has no check of the type "steam". The endpoint is not imported.',
    ]);
  });

  test('names what has no counterpart', async () => {
    const { warnings, entries } = await readFiles(
      backup({
        type: 'http',
        name: 'Shop',
        url: 'https://shop.example.org/',
        interval: 172_800,
        upsideDown: true,
        proxyId: 3,
        authMethod: 'ntlm',
        authDomain: 'CORP',
        notificationIDList: { 1: true },
        somethingNew: 'x',
      }),
    );
    expect(entries).toMatchObject([{ interval: '1d' }]);
    expect(warnings).toEqual([
      'monitorList[0].authMethod: Lookout has no such setting. The endpoint is imported without it.',
      'monitorList[0].proxyId: The file has no value for the proxy. Enter it in Lookout.',
      'monitorList[0].upsideDown: Lookout cannot turn a status around. Success is up, and failure is down.',
      'monitorList[0].notificationIDList: Alerts are not imported. Set up channels and rules in Lookout.',
      'monitorList[0].somethingNew: Lookout does not know this field. It is left out.',
      'monitorList[0].interval: Lookout does not accept 172800s. It uses 1d.',
    ]);
  });
});

describe('a database', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-kuma-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const file = async (path: string) => ({ name: path, path, bytes: (await readFile(path)).subarray(0, 100) });

  /** The columns of version 2 that matter. */
  function create(path: string): DatabaseSync {
    const database = new DatabaseSync(path);
    database.exec(`
      CREATE TABLE monitor (id INTEGER PRIMARY KEY, name TEXT, active INTEGER DEFAULT 1, type TEXT, url TEXT,
        interval INTEGER DEFAULT 60, maxretries INTEGER DEFAULT 0, hostname TEXT, port INTEGER, keyword TEXT,
        accepted_statuscodes_json TEXT DEFAULT '["200-299"]', dns_resolve_type TEXT, dns_resolve_server TEXT, parent INTEGER,
        retry_interval INTEGER DEFAULT 60, ignore_tls INTEGER DEFAULT 0, upside_down INTEGER DEFAULT 0,
        auth_method TEXT, bearer_token TEXT, conditions TEXT DEFAULT '[]', json_path_operator TEXT, docker_host INTEGER,
        docker_container TEXT, smtp_security TEXT, created_date TEXT);
      CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT, color TEXT);
      CREATE TABLE monitor_tag (id INTEGER PRIMARY KEY, monitor_id INTEGER, tag_id INTEGER, value TEXT);
      CREATE TABLE monitor_notification (id INTEGER PRIMARY KEY, monitor_id INTEGER, notification_id INTEGER);
      CREATE TABLE docker_host (id INTEGER PRIMARY KEY, docker_daemon TEXT, docker_type TEXT, name TEXT);
      CREATE TABLE heartbeat (id INTEGER PRIMARY KEY, monitor_id INTEGER, status INTEGER);
      INSERT INTO monitor (name, type, url, auth_method, bearer_token) VALUES ('API', 'http', 'https://api.example/', 'bearer', 'geheim');
      INSERT INTO monitor (name, type, hostname, dns_resolve_server, dns_resolve_type, conditions) VALUES ('DNS', 'dns', 'a.example',
        '9.9.9.9', 'A', '[{"type":"expression","variable":"record","operator":"equals","value":"1.2.3.4","andOr":"and"},
        {"type":"expression","variable":"record","operator":"starts_with","value":"10.","andOr":"or"}]');
      INSERT INTO monitor (name, type, docker_host, docker_container, active) VALUES ('Web', 'docker', 1, 'web', 0);
      INSERT INTO docker_host VALUES (1, '/run/docker.sock', 'socket', 'here');
      INSERT INTO tag VALUES (1, 'prod', '#fff');
      INSERT INTO monitor_tag VALUES (1, 1, 1, '');
      INSERT INTO monitor_notification VALUES (1, 1, 1);
      INSERT INTO heartbeat VALUES (1, 1, 1);
    `);
    return database;
  }

  test('of version 2 is read without writing beside it', async () => {
    const path = join(folder, 'kuma.db');
    create(path).close();
    const before = await readFile(path);
    const { entries, warnings, paused } = await readFiles(await file(path));
    expect(entries).toMatchObject([
      {
        kind: 'http',
        url: 'https://api.example/',
        auth: 'bearer',
        token: 'geheim',
        tags: ['prod'],
        sourceId: 'kuma:1',
      },
      { kind: 'dns', server: '9.9.9.9', conditions: ['([BODY] == "1.2.3.4") or [BODY] starts with "10."'] },
      { kind: 'docker', container: 'web', server: 'unix:///run/docker.sock' },
    ]);
    expect(paused).toEqual(['Web']);
    expect(warnings).toEqual([
      'heartbeat: The past checks are not imported. Import them with --history and --data-dir.',
      'monitor 1.notificationIDList: Alerts are not imported. Set up channels and rules in Lookout.',
    ]);
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toEqual(['kuma.db']);
  });

  test('has the changes of its write-ahead log, on this computer and in a request', async () => {
    const path = join(folder, 'kuma.db');
    const database = create(path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0');
    database.exec("INSERT INTO monitor (name, type, hostname, port) VALUES ('New', 'port', 'n.example', 80)");
    const copy = join(folder, 'copy.db');
    await copyFile(path, copy);
    await copyFile(`${path}-wal`, `${copy}-wal`);
    database.close();
    expect((await readFiles(await file(copy))).entries).toHaveLength(4);
    expect((await readdir(folder)).toSorted()).toEqual(['copy.db', 'copy.db-wal', 'kuma.db']);
    const sent = [
      { name: 'kuma.db', bytes: new Uint8Array(await readFile(copy)) },
      { name: 'kuma.db-wal', bytes: new Uint8Array(await readFile(`${copy}-wal`)) },
    ];
    expect((await readFiles(sent)).entries).toHaveLength(4);
  });

  test('that is damaged, or of another program, is refused', async () => {
    const path = join(folder, 'kuma.db');
    create(path).close();
    const bytes = await readFile(path);
    bytes.fill(0xff, 100, 4000);
    await writeFile(path, bytes);
    expect((await readFiles(await file(path))).error).toMatch(/kuma\.db: The database cannot be read: /u);
    const short = join(folder, 'short.db');
    await writeFile(short, Buffer.from('SQLite format 3\0'));
    await appendFile(short, 'x'.repeat(200));
    expect((await readFiles(await file(short))).error).toMatch(/short\.db: The database cannot be read: /u);
    const other = join(folder, 'other.db');
    const database = new DatabaseSync(other);
    database.exec('CREATE TABLE a (b)');
    database.close();
    expect((await readFiles(await file(other))).error).toMatch(/other\.db: The table monitor is missing/u);
  });
});
