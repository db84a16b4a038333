/** Debian's Kamailio for tests: a SIP server over UDP, TCP and TLS that answers OPTIONS. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateFiles } from './certificates.ts';
import { requireFile, startOnFreePorts, startProgram, type Disposable } from './process.ts';

export const KAMAILIO = '/usr/sbin/kamailio';
const LIBRARIES = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
export const KAMAILIO_PACKAGES: Readonly<Record<string, string>> = {
  [KAMAILIO]: 'kamailio',
  [`${LIBRARIES}/kamailio/modules/tls.so`]: 'kamailio-tls-modules',
};

export interface Kamailio extends Disposable {
  /** For UDP and TCP. */
  readonly port: number;
  readonly tlsPort: number;
}

function config(port: number, tlsPort: number, { certificate, key }: CertificateFiles): string {
  return `
log_stderror=yes
debug=0
children=1
tcp_children=1
enable_tls=yes
listen=udp:127.0.0.1:${port}
listen=tcp:127.0.0.1:${port}
listen=tls:127.0.0.1:${tlsPort}
server_header="Server: kamailio"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "tls.so"
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "certificate", "${certificate}")
modparam("tls", "private_key", "${key}")
request_route {
  if (method != "OPTIONS") { sl_send_reply("405", "Method Not Allowed"); exit; }
  if ($rU == "nobody") { sl_send_reply("404", "Not Found"); exit; }
  append_to_reply("Allow: OPTIONS, INVITE\\r\\n");
  sl_send_reply("200", "OK");
}
`;
}

/** Starts the server and waits until it answers. @throws Error with the name of the Debian package when it is missing */
export async function startKamailio(files: CertificateFiles): Promise<Kamailio> {
  for (const [file, name] of Object.entries(KAMAILIO_PACKAGES)) requireFile(file, name);
  const folder = await mkdtemp(join(tmpdir(), 'lookout-kamailio-'));
  return startOnFreePorts(
    2,
    async ([port = 0, tlsPort = 0]) => {
      const file = join(folder, 'kamailio.cfg');
      await writeFile(file, config(port, tlsPort, files));
      // It stays in the foreground, and shares 64 MB among its processes.
      const args = ['-DD', '-E', '-f', file, '-Y', folder, '-P', join(folder, 'kamailio.pid'), '-m', '64', '-M', '8'];
      return { port, tlsPort, ...(await startProgram(KAMAILIO, args, [port, tlsPort])) };
    },
    () => rm(folder, { recursive: true, force: true }),
  );
}
