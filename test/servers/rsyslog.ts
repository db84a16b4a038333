/**
 * Debian's rsyslog for tests: it receives messages over UDP, TCP and TLS, and writes the parsed parts of each to a
 * file.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateFiles } from './certificates.ts';
import { requireFile, startOnFreePorts, startProgram, type Disposable } from './process.ts';

const RSYSLOGD = '/usr/sbin/rsyslogd';
/** Its driver for TLS, in the folder of this machine's architecture. */
const TLS_DRIVER = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/rsyslog/lmnsd_gtls.so`;
export const RSYSLOG_PACKAGES = { [RSYSLOGD]: 'rsyslog', [TLS_DRIVER]: 'rsyslog-gnutls' } as const;

export interface Rsyslog extends Disposable {
  /** On 127.0.0.1. */
  readonly udpPort: number;
  readonly tcpPort: number;
  readonly tlsPort: number;
  /** The file to which it writes a line per message: facility, severity, program, data and text, with `|` between them. */
  readonly file: string;
}

/** Starts it and waits until it listens. @throws Error with the name of the Debian package when it is missing */
export async function startRsyslog({ certificate, key }: CertificateFiles): Promise<Rsyslog> {
  for (const [file, name] of Object.entries(RSYSLOG_PACKAGES)) requireFile(file, name);
  const dir = await mkdtemp(join(tmpdir(), 'lookout-rsyslog-'));
  const file = join(dir, 'received');
  return startOnFreePorts(
    3,
    async ([tcpPort = 0, tlsPort = 0, udpPort = 0]) => {
      const config = join(dir, 'rsyslog.conf');
      await writeFile(
        config,
        `
global(workDirectory="${dir}" defaultNetstreamDriverCAFile="${certificate}"
  defaultNetstreamDriverCertFile="${certificate}" defaultNetstreamDriverKeyFile="${key}")
module(load="imudp")
module(load="imtcp")
module(load="imptcp")
template(name="understood" type="string"
  string="%syslogfacility-text%|%syslogseverity-text%|%app-name%|%structured-data%|%msg%\\n")
ruleset(name="keep") { action(type="omfile" file="${file}" template="understood") }
input(type="imudp" address="127.0.0.1" port="${udpPort}" ruleset="keep")
input(type="imptcp" address="127.0.0.1" port="${tcpPort}" ruleset="keep")
input(type="imtcp" address="127.0.0.1" port="${tlsPort}" ruleset="keep"
  StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
`,
      );
      const program = await startProgram(RSYSLOGD, ['-n', '-f', config, '-i', join(dir, 'pid')], [tcpPort, tlsPort]);
      return { udpPort, tcpPort, tlsPort, file, dispose: () => program.dispose() };
    },
    () => rm(dir, { recursive: true, force: true }),
  );
}
