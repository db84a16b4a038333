/** URLs of services that no check kind speaks, such as `mysql://db:3306/shop`: at least their port can be checked. */

/**
 * The port of each scheme when the URL has none: as registered with IANA (Service Name and Transport Protocol Port Number
 * Registry), or the usual port of the product.
 */
const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    amqp: 5672,
    amqps: 5671,
    cassandra: 9042,
    clickhouse: 9000,
    elasticsearch: 9200,
    ftp: 21,
    ftps: 990,
    imap: 143,
    imaps: 993,
    kafka: 9092,
    ldap: 389,
    ldaps: 636,
    mariadb: 3306,
    memcached: 11211,
    mongodb: 27017,
    mqtt: 1883,
    mqtts: 8883,
    mssql: 1433,
    mysql: 3306,
    nats: 4222,
    oracle: 1521,
    pop3: 110,
    pop3s: 995,
    postgres: 5432,
    postgresql: 5432,
    rdp: 3389,
    redis: 6379,
    rediss: 6379,
    sftp: 22,
    sip: 5060,
    smb: 445,
    smtp: 25,
    smtps: 465,
    sqlserver: 1433,
    ssh: 22,
    telnet: 23,
    vnc: 5900,
    ws: 80,
    wss: 443,
  }),
);

export interface Service {
  /** `host:port`, IPv6 addresses in brackets; never with the user name and password of the URL. */
  readonly target: string;
  /** Such as `db.example.org (mysql)`. */
  readonly name: string;
}

const SERVICE_URL =
  /^(?:jdbc:)?(?<scheme>[a-z][a-z0-9]*)(?:\+[a-z0-9]+)?:\/\/(?:[^\s/?#]*@)?(?<hosts>[^\s/?#@]+)(?:[/?#]\S*)?$/iu;
const HOST = /^(?<host>\[[0-9a-f:.]+\]|[^\s:[\]]+)(?::(?<port>\d{1,9}))?$/iu;

/**
 * The services that a URL names: one, or several for a cluster such as `mongodb://a:27017,b:27017/shop`.
 * @returns none when it is not a URL, or has no port and an unknown scheme
 */
export function servicesOf(text: string): readonly Service[] {
  const { scheme = '', hosts = '' } = SERVICE_URL.exec(text)?.groups ?? {};
  const kind = scheme.toLowerCase();
  const services = hosts.split(',').map((place): Service | null => {
    const { host, port = DEFAULT_PORTS.get(kind) } = HOST.exec(place)?.groups ?? {};
    return host === undefined || port === undefined
      ? null
      : { target: `${host}:${port}`, name: `${host.replaceAll(/[[\]]/gu, '')} (${kind})` };
  });
  return services.every((service) => service !== null) ? services : [];
}
