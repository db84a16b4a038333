/** Runs the code of SSH checks before the first check is timed, and reads their private keys. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:net';
import ssh2, { type Server } from 'ssh2';
import { WARM_RUNS, WarmUps, warmUpWith } from '../../net/probe/warm-up.ts';
import { sshSchema, type SshFields } from './fields.ts';
import { isKeyRead, readPrivateKey } from './private-key.ts';
import { run } from './run.ts';

const warmUps = new WarmUps({ handshake: warmUpHandshake });

/** See `KindRunner.warmUp`. */
export function warmUp({ privateKey, passphrase }: SshFields): Promise<void> | undefined {
  const warming = warmUps.once('handshake');
  if (isKeyRead(privateKey, passphrase)) return warming;
  return Promise.resolve(warming).then(() => void readPrivateKey(privateKey, passphrase));
}

/** An SSH server with a new host key, for `injectSocket`. */
export function createSshServer(): Server {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return new ssh2.Server({ hostKeys: [privateKey] }, (client) => client.on('error', () => client.end()));
}

function warmUpHandshake(): Promise<void> {
  const ssh = createSshServer();
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    ssh.injectSocket(socket);
  });
  return warmUpWith(server, async (port, context) => {
    const fields = { ...sshSchema.parse({ host: '127.0.0.1', port }), timeout: 1_000 };
    for (let count = 0; count < WARM_RUNS; count += 1) await run(fields, context);
  });
}
