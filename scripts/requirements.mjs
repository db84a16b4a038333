/**
 * The programs that tests need and npm does not install: which ones exist, and the Debian packages of the missing ones.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @param {readonly string[]} names programs, the preferred one first
 * @returns {string | null} the path of the first one found
 */
export function findProgram(names, path = `${process.env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`) {
  for (const name of names) {
    for (const folder of path.split(delimiter)) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not in this folder.
      }
    }
  }
  return null;
}

/** @returns {string | null} the path of a Chromium that Playwright can drive */
export function findChromium() {
  return findProgram(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']);
}

/** @returns {string | null} Debian's Python, when it has the module; no other Python is tried */
function findModule(module) {
  const python = '/usr/bin/python3';
  return spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore', timeout: 20_000 }).status === 0
    ? python
    : null;
}

/** @returns {string | null} the file in a subfolder for one version of a program, such as `/usr/lib/postgresql/15` */
function findIn(folder, file) {
  try {
    return findProgram(
      readdirSync(folder).map((version) => join(version, file)),
      folder,
    );
  } catch {
    return null;
  }
}

/** A library file in the folder of this machine's architecture: `/usr/lib/x86_64-linux-gnu/FILE`. */
function findLibrary(file) {
  try {
    const path = readdirSync('/usr/lib')
      .map((folder) => join('/usr/lib', folder, file))
      .find((candidate) => existsSync(candidate));
    return path ?? null;
  } catch {
    return null;
  }
}

/** Each requirement: its name, its Debian package, the tests that need it, and how to find it. */
export const REQUIREMENTS = [
  { name: 'Chromium', package: 'chromium', tests: 'the page in a browser', find: findChromium },
  { name: 'nginx', package: 'nginx', tests: 'HTTP and TLS with nginx', find: () => findProgram(['nginx']) },
  {
    name: 'httpbin',
    package: 'python3-httpbin',
    tests: 'HTTP with httpbin',
    find: () => findModule('httpbin'),
  },
  {
    name: 'PostgreSQL',
    package: 'postgresql',
    tests: 'PostgreSQL',
    find: () => findIn('/usr/lib/postgresql', 'bin/postgres'),
  },
  { name: 'tinyproxy', package: 'tinyproxy-bin', tests: 'HTTP proxies', find: () => findProgram(['tinyproxy']) },
  { name: 'Squid', package: 'squid-openssl', tests: 'HTTPS proxies', find: () => findProgram(['squid']) },
  { name: 'microsocks', package: 'microsocks', tests: 'SOCKS proxies', find: () => findProgram(['microsocks']) },
  { name: 'Redis', package: 'redis-server', tests: 'Redis', find: () => findProgram(['redis-server']) },
  { name: 'MariaDB', package: 'mariadb-server', tests: 'MySQL', find: () => findProgram(['mariadbd']) },
  { name: 'BIND', package: 'bind9', tests: 'DNS with BIND', find: () => findProgram(['named']) },
  { name: 'Unbound', package: 'unbound', tests: 'DNS with Unbound', find: () => findProgram(['unbound']) },
  { name: 'dnsmasq', package: 'dnsmasq-base', tests: 'DNS with dnsmasq', find: () => findProgram(['dnsmasq']) },
  { name: 'Prometheus', package: 'prometheus', tests: 'Prometheus queries', find: () => findProgram(['prometheus']) },
  {
    name: 'VictoriaMetrics',
    package: 'victoria-metrics',
    tests: 'VictoriaMetrics as the engine',
    find: () => findProgram(['victoria-metrics']),
  },
  {
    name: 'blackbox_exporter',
    package: 'prometheus-blackbox-exporter',
    tests: '/probe beside blackbox_exporter',
    find: () => findProgram(['prometheus-blackbox-exporter']),
  },
  {
    name: 'ClickHouse',
    package: 'clickhouse-server',
    tests: 'ClickHouse',
    find: () => findProgram(['clickhouse-server']),
  },
  { name: 'snmpd', package: 'snmpd', tests: 'SNMP', find: () => findProgram(['snmpd']) },
  { name: 'slapd', package: 'slapd', tests: 'LDAP', find: () => findProgram(['slapd']) },
  { name: 'FreeRADIUS', package: 'freeradius', tests: 'RADIUS', find: () => findProgram(['freeradius']) },
  { name: 'ping', package: 'iputils-ping', tests: 'ICMP with ping', find: () => findProgram(['ping']) },
  { name: 'fping', package: 'fping', tests: 'ICMP with fping', find: () => findProgram(['fping']) },
  { name: 'chrony', package: 'chrony', tests: 'NTP with chrony', find: () => findProgram(['chronyd']) },
  { name: 'mtr', package: 'mtr-tiny', tests: 'paths with mtr', find: () => findProgram(['mtr']) },
  {
    name: 'traceroute',
    package: 'traceroute',
    tests: 'paths with traceroute',
    find: () => findProgram(['traceroute']),
  },
  { name: 'ip', package: 'iproute2', tests: 'paths of network namespaces', find: () => findProgram(['ip']) },
  { name: 'memcached', package: 'memcached', tests: 'memcached', find: () => findProgram(['memcached']) },
  { name: 'openssl', package: 'openssl', tests: 'certificates', find: () => findProgram(['openssl']) },
  { name: 'aiosmtpd', package: 'python3-aiosmtpd', tests: 'SMTP and mail', find: () => findModule('aiosmtpd') },
  { name: 'OpenSSH', package: 'openssh-server', tests: 'SSH', find: () => findProgram(['sshd']) },
  { name: 'mosquitto', package: 'mosquitto', tests: 'MQTT', find: () => findProgram(['mosquitto']) },
  {
    name: 'Dovecot IMAP',
    package: 'dovecot-imapd',
    tests: 'IMAP and mail',
    find: () => findProgram(['imap'], '/usr/lib/dovecot'),
  },
  {
    name: 'Dovecot POP3',
    package: 'dovecot-pop3d',
    tests: 'POP3',
    find: () => findProgram(['pop3'], '/usr/lib/dovecot'),
  },
  { name: 'vsftpd', package: 'vsftpd', tests: 'FTP', find: () => findProgram(['vsftpd']) },
  {
    name: 'the RTSP server of GStreamer',
    package: 'gir1.2-gst-rtsp-server-1.0',
    tests: 'RTSP',
    find: () => findLibrary('girepository-1.0/GstRtspServer-1.0.typelib'),
  },
  {
    name: 'GStreamer plugins',
    package: 'gstreamer1.0-plugins-good',
    tests: 'RTSP',
    find: () => findLibrary('gstreamer-1.0/libgstrtp.so'),
  },
  { name: 'PyGObject', package: 'python3-gi', tests: 'RTSP', find: () => findModule('gi') },
  { name: 'Podman', package: 'podman', tests: 'Docker with Podman', find: () => findProgram(['podman']) },
  { name: 'runc', package: 'runc', tests: 'Docker with Podman', find: () => findProgram(['runc']) },
  { name: 'BusyBox', package: 'busybox', tests: 'Docker with Podman', find: () => findProgram(['busybox']) },
  { name: 'Kamailio', package: 'kamailio', tests: 'SIP', find: () => findProgram(['kamailio']) },
  {
    name: 'TLS for Kamailio',
    package: 'kamailio-tls-modules',
    tests: 'SIP over TLS',
    find: () => findLibrary('kamailio/modules/tls.so'),
  },
  { name: 'OpenSMTPD', package: 'opensmtpd', tests: 'SMTP with OpenSMTPD', find: () => findProgram(['smtpd']) },
  { name: 'rsyslog', package: 'rsyslog', tests: 'syslog with rsyslog', find: () => findProgram(['rsyslogd']) },
  {
    name: 'TLS for rsyslog',
    package: 'rsyslog-gnutls',
    tests: 'syslog with rsyslog over TLS',
    find: () => findLibrary('rsyslog/lmnsd_gtls.so'),
  },
  {
    name: 'Alertmanager',
    package: 'prometheus-alertmanager',
    tests: 'the Alertmanager of Prometheus',
    find: () => findProgram(['prometheus-alertmanager']),
  },
  { name: 'NATS', package: 'nats-server', tests: 'NATS', find: () => findProgram(['nats-server']) },
  {
    name: 'RabbitMQ',
    package: 'rabbitmq-server',
    tests: 'AMQP and STOMP',
    find: () => findProgram(['rabbitmq-server']),
  },
];

/** @returns {typeof REQUIREMENTS} those that are missing */
export function missingRequirements(requirements = REQUIREMENTS) {
  return requirements.filter(({ find }) => find() === null);
}

/**
 * The message about missing programs, one line per program.
 *
 * @param {typeof REQUIREMENTS} missing
 * @param {{ ci: boolean, mayInstall: boolean }} options
 */
export function explainMissing(missing, { ci, mayInstall }) {
  if (missing.length === 0) return [];
  const lines = missing.map(({ name, package: debianPackage, tests }) =>
    ci
      ? `${name} is missing (Debian package ${debianPackage}), and CI must have it.`
      : `${name} is missing (Debian package ${debianPackage}): the tests of ${tests} are skipped.`,
  );
  if (ci || mayInstall) return lines;
  const packages = missing.map((requirement) => requirement.package).join(' ');
  return [...lines, `"npm test -- --install" would install: ${packages} (needs root and apt-get).`];
}
