/** Reads the other parts of a probe besides HTTP: sockets, pings and databases. */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { entryOf, type Fields } from '../fields.ts';
import { escapeText, hostPort, plainUrl } from '../web.ts';

const DATABASES: Readonly<Record<string, string>> = {
  redis: 'redis',
  mongo: 'mongodb',
  postgres: 'postgres',
  mariadb: 'mysql',
  mysql: 'mysql',
};

export function readServices(probe: Fields): EndpointInput[] {
  const found: EndpointInput[] = [];
  if (probe.has('socket')) {
    const socket = probe.fields('socket');
    const port = socket.number('port');
    found.push({
      kind: 'tcp',
      host: socket.text('host'),
      ...entryOf({ port, send: escapeText(socket.text('data')) }),
    });
    socket.finish({ alerts: 'import.condition' });
  }
  for (const ping of probe.entries('ping')) found.push({ kind: 'icmp', host: hostPort(ping.text('uri')).host });
  for (const [name, kind] of Object.entries(DATABASES)) {
    for (const one of probe.entries(name)) found.push(databaseOf(one, kind));
  }
  return found;
}

function databaseOf(fields: Fields, kind: string): EndpointInput {
  const uri = fields.text('uri');
  const { username, password } = plainUrl(uri);
  const database = /^[a-z0-9+]+:\/\/[^/]+\/([^?#]+)/iu.exec(uri)?.[1];
  const place = uri === '' ? { host: fields.text('host'), ...entryOf({ port: fields.number('port') }) } : hostPort(uri);
  const entry = entryOf({
    username: fields.text('username') || fields.text('user') || username,
    password: fields.text('password') || password,
    ...(kind === 'redis' ? {} : { database: fields.text('database') || database }),
    ...(fields.text('command') === '' ? {} : { command: fields.text('command') }),
  });
  fields.finish({ alerts: 'import.condition' });
  return { kind, ...place, ...entry };
}
