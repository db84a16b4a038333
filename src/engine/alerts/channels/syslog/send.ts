import { createSocket } from 'node:dgram';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';
import { untilAborted } from '../../../base/until-aborted.ts';
import type { AlertMessage, ChannelSender } from '../../channel-kind.ts';
import { fit, moodOf, plainText } from '../../message-parts.ts';
import type { SyslogFields } from './descriptor.ts';

/** RFC 5424, 6.2.1: critical, warning, notice, informational. */
const SEVERITIES = { bad: 2, warning: 4, good: 5, neutral: 6 } as const;
/** Receivers take at least 2,048 bytes (RFC 5424, 6.1). */
const MAX_LENGTH = 1_800;

export const sender: ChannelSender<SyslogFields> = {
  async send(fields, message, { signal }) {
    const line = Buffer.from(lineOf(fields, message));
    await (fields.transport === 'udp' ? sendDatagram(fields, line, signal) : sendStream(fields, line, signal));
    return { outcome: 'delivered', answer: '' };
  },
};

/** RFC 5424, 6. */
export function lineOf({ facility }: Pick<SyslogFields, 'facility'>, message: AlertMessage): string {
  const { at, id, event, endpoints } = message;
  const priority = facility * 8 + SEVERITIES[moodOf(message)];
  const host = hostname().replaceAll(/[^!-~]/gu, '') || '-';
  const data = `[lookout@32473 alert="${quote(id)}" event="${event}" endpoint="${quote(endpoints[0]?.name ?? '')}"]`;
  const text = fit(plainText(message).replaceAll(/\s*\n\s*/gu, '; '), MAX_LENGTH);
  return `<${priority}>1 ${new Date(at).toISOString()} ${host} lookout ${process.pid} alert ${data} ${text}`;
}

/** RFC 5424, 6.3.3. */
function quote(value: string): string {
  return fit(value, 200).replaceAll(/["\\\]]/gu, String.raw`\$&`);
}

function sendDatagram({ host, port }: SyslogFields, line: Buffer, signal: AbortSignal): Promise<void> {
  return untilAborted(signal, (resolve, reject) => {
    const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4' });
    let open = true;
    // Closing a socket that is closed throws.
    const close = (): void => {
      if (open) socket.close();
      open = false;
    };
    socket.once('error', (error) => {
      reject(error);
      close();
    });
    socket.send(line, port, host, (error) => {
      if (error === null) resolve(undefined);
      else reject(error);
      close();
    });
    return close;
  });
}

/** Octet counting (RFC 6587, 3.4.1), which TLS requires (RFC 5425, 4.3). */
function sendStream(fields: SyslogFields, line: Buffer, signal: AbortSignal): Promise<void> {
  const { host, port, transport, verifyTls } = fields;
  return untilAborted(signal, (resolve, reject) => {
    const socket: Socket =
      transport === 'tls'
        ? connectTls({ host, port, servername: isIP(host) === 0 ? host : '', rejectUnauthorized: verifyTls })
        : connectTcp({ host, port });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The connection was closed before the line was sent')));
    socket.once(transport === 'tls' ? 'secureConnect' : 'connect', () => {
      socket.end(Buffer.concat([Buffer.from(`${line.length} `), line]), () => resolve(undefined));
    });
    return () => socket.destroy();
  });
}
