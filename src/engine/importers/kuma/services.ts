/** Reads the monitors of Uptime Kuma that are neither HTTP nor databases. */
import type { Json } from '../../../contract/model/units.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { entryOf, textOf, type Fields } from '../fields.ts';
import { hostPort, plainUrl, quote } from '../web.ts';
import { headersOf, jsonQuery } from './http.ts';
import type { Kuma, Read } from './monitor.ts';
import { parsed } from './row.ts';

export function readService(fields: Fields, type: string, kuma: Kuma): Read {
  switch (type) {
    case 'port':
      return { kind: 'tcp', ...hostFields(fields) };
    case 'tailscale-ping':
      fields.warn('type', 'import.instead', { used: 'an ordinary ping' });
      return { kind: 'icmp', host: fields.text('hostname') };
    case 'ping': {
      const count = fields.number('pingCount');
      const size = fields.number('packetSize');
      return { kind: 'icmp', host: fields.text('hostname'), ...entryOf({ count, size }) };
    }
    case 'dns':
      return readDns(fields);
    case 'docker':
      return readDocker(fields, kuma);
    case 'real-browser':
      return { kind: 'browser', url: plainUrl(fields.text('url')).url };
    case 'mqtt':
      return readMqtt(fields);
    case 'kafka-producer':
      return readKafka(fields);
    case 'grpc-keyword':
      return readGrpc(fields);
    case 'radius':
      return readRadius(fields);
    default:
      return readNewService(fields, type);
  }
}

/** The monitors that version 2 added. */
function readNewService(fields: Fields, type: string): Read {
  switch (type) {
    case 'smtp': {
      const security = fields.text('smtpSecurity');
      const tls = security === 'secure' ? 'on' : security === 'starttls' ? 'starttls' : 'off';
      return { kind: 'smtp', ...hostFields(fields), tls };
    }
    case 'snmp':
      return {
        kind: 'snmp',
        ...hostFields(fields),
        ...entryOf({
          oid: fields.text('snmpOid'),
          version: fields.text('snmpVersion'),
          // The community is in this column.
          community: fields.text('radiusPassword'),
          conditions: [`[VALUE] ${fields.text('jsonPathOperator') || '=='} ${fields.text('expectedValue') || '""'}`],
        }),
      };
    case 'ntp':
      return { kind: 'ntp', ...hostFields(fields) };
    case 'sip-options':
      return { kind: 'sip', ...hostFields(fields) };
    case 'system-service':
      return { kind: 'systemd', unit: fields.text('systemServiceName') };
    case 'websocket-upgrade':
      return {
        kind: 'websocket',
        url: plainUrl(fields.text('url')).url,
        ping: false,
        ...entryOf({
          headers: headersOf(fields),
          subprotocols: fields
            .text('wsSubprotocol')
            .split(',')
            .map((name) => name.trim())
            .filter(Boolean),
        }),
      };
    case 'rabbitmq':
      return readRabbit(fields);
    default:
      fields.warn('type', 'import.noKind', { type });
      return null;
  }
}

function hostFields(fields: Fields): { readonly host: string; readonly [field: string]: Json } {
  const port = fields.number('port');
  return { host: fields.text('hostname'), ...(port === null || port === 0 ? {} : { port }) };
}

function readDns(fields: Fields): Read {
  const [server = '', ...more] = fields
    .text('dns_resolve_server')
    .split(',')
    .map((one) => one.trim());
  if (more.length > 0) fields.warn('dns_resolve_server', 'import.instead', { used: `the first server, ${server}` });
  const port = fields.number('port');
  const type = fields.text('dns_resolve_type') || 'A';
  return {
    kind: 'dns',
    domain: fields.text('hostname'),
    ...entryOf({ type, server: server.replace(/^\[(.*)\]$/u, '$1'), port }),
  };
}

function readDocker(fields: Fields, { dockerHosts }: Kuma): Read {
  const host = dockerHosts.get(fields.number('docker_host') ?? -1);
  const daemon = textOf(host?.['docker_daemon']);
  if (daemon === '') fields.warn('docker_host', 'import.noValue', { name: 'the Docker host' });
  const server = daemon.startsWith('/') ? `unix://${daemon}` : daemon;
  return { kind: 'docker', container: fields.text('docker_container'), ...entryOf({ server }) };
}

function readMqtt(fields: Fields): Read {
  const given = fields.text('hostname');
  const { host, port } = hostPort(given);
  const scheme = /^([a-z]+):\/\//iu.exec(given)?.[1]?.toLowerCase() ?? 'mqtt';
  if (scheme === 'ws' || scheme === 'wss') {
    fields.warn('hostname', 'import.noKind', { type: `MQTT over ${scheme}` });
    return null;
  }
  const check = fields.text('mqttCheckType');
  const expected = fields.text('mqttSuccessMessage');
  const ownPort = fields.number('port') ?? port;
  fields.ignore('mqttWebsocketPath');
  return {
    kind: 'mqtt',
    host,
    ...entryOf({
      ...(ownPort === undefined ? {} : { port: ownPort }),
      ...(scheme === 'mqtts' || scheme === 'ssl' || scheme === 'tls' ? { tls: 'on' } : {}),
      topic: fields.text('mqttTopic'),
      username: fields.text('mqttUsername'),
      password: fields.text('mqttPassword'),
      conditions:
        check === 'json-query' ? [jsonQuery(fields)] : expected === '' ? [] : [`[BODY] contains ${quote(expected)}`],
    }),
  };
}

function readKafka(fields: Fields): Read {
  const brokers = parsed(fields.value('kafkaProducerBrokers'));
  const [first = '', ...more] = Array.isArray(brokers) ? brokers.map(textOf) : [];
  if (more.length > 0) fields.warn('kafkaProducerBrokers', 'import.instead', { used: `the first broker, ${first}` });
  const options = parsed(fields.value('kafkaProducerSaslOptions'));
  const sasl = isRecord(options) ? options : {};
  const mechanism = textOf(sasl['mechanism']).toUpperCase();
  return {
    kind: 'kafka',
    ...hostPort(first),
    ...entryOf({
      topic: fields.text('kafkaProducerTopic'),
      message: fields.text('kafkaProducerMessage'),
      ...(fields.flag('kafkaProducerSsl') ? { tls: 'on' } : {}),
      username: textOf(sasl['username']),
      password: textOf(sasl['password']),
      mechanism: mechanism === 'NONE' ? '' : mechanism,
    }),
  };
}

function readGrpc(fields: Fields): Read {
  const keyword = fields.text('keyword');
  const inverted = fields.flag('invertKeyword');
  return {
    kind: 'grpc',
    ...hostPort(fields.text('grpcUrl')),
    ...entryOf({
      method: [fields.text('grpcServiceName'), fields.text('grpcMethod')].filter(Boolean).join('/'),
      request: fields.text('grpcBody'),
      metadata: headersOf(fields, 'grpcMetadata'),
      proto: fields.text('grpcProtobuf'),
      tls: fields.flag('grpcEnableTls') ? 'on' : 'off',
      conditions: keyword === '' ? [] : [`${inverted ? 'not ' : ''}[BODY] contains ${quote(keyword)}`],
    }),
  };
}

function readRadius(fields: Fields): Read {
  return {
    kind: 'radius',
    ...hostFields(fields),
    ...entryOf({
      username: fields.text('radiusUsername'),
      password: fields.text('radiusPassword'),
      secret: fields.text('radiusSecret'),
      calledStationId: fields.text('radiusCalledStationId'),
      callingStationId: fields.text('radiusCallingStationId'),
    }),
  };
}

/** Uptime Kuma asks the management API whether there are alarms. */
function readRabbit(fields: Fields): Read {
  const nodes = parsed(fields.value('rabbitmqNodes'));
  const [first = '', ...more] = Array.isArray(nodes) ? nodes.map(textOf) : [];
  const used = `the API of ${more.length === 0 ? 'the node' : 'the first node'}, ${first}`;
  fields.warn('rabbitmqNodes', 'import.instead', { used });
  return {
    kind: 'http',
    url: `${first.replace(/\/$/u, '')}/api/health/checks/alarms/`,
    ...entryOf({ username: fields.text('rabbitmqUsername'), password: fields.text('rabbitmqPassword') }),
  };
}
