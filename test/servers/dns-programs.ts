/** Debian's DNS servers for tests: BIND with a signed zone on every transport, Unbound that validates it, dnsmasq. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateFiles } from './certificates.ts';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';

export const NAMED = '/usr/sbin/named';
export const UNBOUND = '/usr/sbin/unbound';
export const DNSMASQ = '/usr/sbin/dnsmasq';
export const BIND_PACKAGES = { [NAMED]: 'bind9' } as const;
export const UNBOUND_PACKAGES = { [UNBOUND]: 'unbound' } as const;
export const DNSMASQ_PACKAGES = { [DNSMASQ]: 'dnsmasq-base' } as const;

/** More than fit into a UDP packet. */
const LONG_TEXTS = Array.from({ length: 20 }, (_, index) => `long TXT "${index} ${'x'.repeat(200)}"`);

/** The zone lookout.test: a record of each type. */
const ZONE = `$TTL 300
@ SOA ns hostmaster 2026010101 7200 3600 1209600 300
@ NS ns
@ NS ns2
@ MX 10 mail
@ MX 20 Backup.Mail
@ TXT "v=spf1 " "-all"
@ TXT "second; text"
@ CAA 0 issue "letsencrypt.org"
ns A 127.0.0.1
ns2 A 127.0.0.2
www 60 A 192.0.2.1
www 60 A 192.0.2.2
www AAAA 2001:db8::1
alias CNAME www
_sip._tcp SRV 5 10 5060 sip
@ HTTPS 1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1
7 PTR host
child NS ns.child
child DS 12345 13 2 49FD46E6C4B45C55D4AC69CBD3CD34AC1AFE51DE49FD46E6C4B45C55D4AC69CB
${LONG_TEXTS.join('\n')}
`;

export interface Bind extends Disposable {
  readonly ports: { readonly plain: number; readonly tls: number; readonly https: number };
  /** The DNSKEY of the zone in Unbound's format. */
  readonly trustAnchor: string;
}

/** Authoritative for lookout.test, and for 2.0.192.in-addr.arpa with the name of 192.0.2.7. Refuses everything else. */
export async function startBind(files: CertificateFiles): Promise<Bind> {
  requireFile(NAMED, 'bind9');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-bind-'));
  const ports = await freePorts(3);
  const [plain = 0, tls = 0, https = 0] = ports;
  await mkdir(join(dir, 'keys'));
  await writeFile(join(dir, 'zone'), ZONE);
  await writeFile(
    join(dir, 'reverse'),
    '$TTL 300\n@ SOA ns.lookout.test. h.lookout.test. 1 7200 3600 1209600 300\n@ NS ns.lookout.test.\n7 PTR host.lookout.test.\n',
  );
  await writeFile(
    join(dir, 'named.conf'),
    `
tls files { cert-file "${files.certificate}"; key-file "${files.key}"; };
options {
  directory "${dir}"; pid-file none; session-keyfile "${dir}/session.key"; managed-keys-directory "${dir}";
  recursion no; dnssec-validation no; minimal-responses yes; notify no;
  listen-on port ${plain} { 127.0.0.1; };
  listen-on port ${tls} tls files { 127.0.0.1; };
  listen-on port ${https} tls files http default { 127.0.0.1; };
  listen-on-v6 { none; };
};
controls { };
zone "lookout.test" { type primary; file "zone"; dnssec-policy default; inline-signing yes; key-directory "keys"; };
zone "2.0.192.in-addr.arpa" { type primary; file "reverse"; };
`,
  );
  const program = await startProgram(NAMED, ['-g', '-c', join(dir, 'named.conf')], ports);
  const key = await untilKey(join(dir, 'keys'));
  return {
    ports: { plain, tls, https },
    trustAnchor: key,
    async dispose() {
      await program.dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function untilKey(dir: string): Promise<string> {
  for (;;) {
    const file = (await readdir(dir)).find((name) => name.endsWith('.key'));
    const text = file === undefined ? '' : await readFile(join(dir, file), 'utf8');
    const record = text.split('\n').find((line) => line.includes(' DNSKEY '));
    if (record !== undefined) return record;
    // The pause between two attempts. The condition is the file.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A validating resolver that asks `bind` for lookout.test, on one port for UDP and TCP. */
export async function startUnbound(bind: Bind): Promise<Disposable & { readonly port: number }> {
  requireFile(UNBOUND, 'unbound');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-unbound-'));
  const [port = 0] = await freePorts(1);
  await writeFile(
    join(dir, 'unbound.conf'),
    `
server:
  interface: 127.0.0.1@${port}
  directory: "${dir}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  do-ip6: no
  do-not-query-localhost: no
  module-config: "validator iterator"
  trust-anchor: "${bind.trustAnchor}"
  local-zone: "test." nodefault
  local-zone: "refused.example." always_refuse
stub-zone:
  name: "lookout.test"
  stub-addr: 127.0.0.1@${bind.ports.plain}
`,
  );
  const program = await startProgram(UNBOUND, ['-d', '-p', '-c', join(dir, 'unbound.conf')], [port]);
  return {
    port,
    async dispose() {
      await program.dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Answers 192.0.2.9 for host.dnsmasq.test, and NXDOMAIN for the rest of that zone. */
export async function startDnsmasq(): Promise<Disposable & { readonly port: number }> {
  requireFile(DNSMASQ, 'dnsmasq-base');
  const [port = 0] = await freePorts(1);
  const options = ['no-resolv', 'no-hosts', 'bind-interfaces', 'keep-in-foreground', 'log-facility=-', 'user=root'];
  const program = await startProgram(
    DNSMASQ,
    [
      '--conf-file=/dev/null',
      '--pid-file=',
      ...options.map((option) => `--${option}`),
      `--port=${port}`,
      '--listen-address=127.0.0.1',
      '--local=/dnsmasq.test/',
      '--host-record=host.dnsmasq.test,192.0.2.9',
    ],
    [port],
  );
  return { port, dispose: () => program.dispose() };
}
