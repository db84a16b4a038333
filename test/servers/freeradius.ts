/** Debian's FreeRADIUS for tests. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOnFreePorts, requireFile, startProgram, type Disposable } from './process.ts';

const FREERADIUS = '/usr/sbin/freeradius';
export const FREERADIUS_PACKAGES = { [FREERADIUS]: 'freeradius' } as const;

export const RADIUS_SECRET = 'shared-secret';
export const RADIUS_USER = { username: 'alice', password: 'a password with more than sixteen bytes' } as const;
/** The server's message in every refusal. */
export const RADIUS_REFUSAL = 'Go away';

export interface Freeradius extends Disposable {
  /** UDP, on 127.0.0.1. */
  readonly port: number;
}

/**
 * Starts FreeRADIUS, which accepts only requests with a Message-Authenticator, and waits until it answers.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startFreeradius(): Promise<Freeradius> {
  requireFile(FREERADIUS, 'freeradius');
  const folder = await mkdtemp(join(tmpdir(), 'lookout-freeradius-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  await writeFile(
    join(folder, 'users'),
    `${RADIUS_USER.username} Cleartext-Password := "${RADIUS_USER.password}"
\tReply-Message := "Hello"

DEFAULT Auth-Type := Reject
\tReply-Message := "${RADIUS_REFUSAL}"
`,
  );
  return startOnFreePorts(
    1,
    async ([port = 0]) => {
      await writeFile(join(folder, 'radiusd.conf'), configuration(folder, port));
      // "-f" keeps it in the foreground. The port is TCP too, to see when it is ready.
      const program = await startProgram(FREERADIUS, ['-f', '-l', 'stdout', '-d', folder], [port]);
      return {
        port,
        dispose: () => program.dispose(),
      };
    },
    remove,
  );
}

function configuration(folder: string, port: number): string {
  return `
logdir = ${folder}
run_dir = ${folder}
max_request_time = 5
cleanup_delay = 2
security {
  status_server = yes
  reject_delay = 0
}
client loopback {
  ipaddr = 127.0.0.1
  proto = *
  secret = ${RADIUS_SECRET}
  require_message_authenticator = yes
}
modules {
  pap {
  }
  chap {
  }
  files {
    usersfile = ${folder}/users
  }
  always reject {
    rcode = reject
  }
}
server default {
  listen {
    type = auth
    ipaddr = 127.0.0.1
    port = ${port}
    proto = udp
  }
  listen {
    type = auth
    ipaddr = 127.0.0.1
    port = ${port}
    proto = tcp
  }
  authorize {
    chap
    files
    pap
  }
  authenticate {
    Auth-Type PAP {
      pap
    }
    Auth-Type CHAP {
      chap
    }
  }
  # Debian's version signs answers only if it is configured to. The value is computed.
  post-auth {
    update reply {
      Message-Authenticator := 0x00
    }
    Post-Auth-Type REJECT {
      update reply {
        Message-Authenticator := 0x00
      }
    }
  }
}
`;
}
