/** One check of an SSH endpoint: version, host key, sign-in, command, path. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { toFamily } from '../../fields/family.ts';
import { connectTcp } from '../../net/connect/connect.ts';
import { cut } from '../../../base/cut.ts';
import { conductCheck, toSnippet, toVisible, type Probe } from '../../net/probe/probe.ts';
import { sshFailure } from './failures.ts';
import type { SshFields } from './fields.ts';
import { lookAt } from './sftp.ts';
import { SshSession } from './session.ts';

/** Characters of the expected text that a failure quotes. */
const QUOTED = 80;
/** The most names in the details and in `[FILES]`. */
const NAMED = 100;

/** Runs one check, from the name to the last answer. */
export function run(fields: SshFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const { host, port, family } = fields;
    const socket = await connectTcp(probe, { host, port, family: toFamily(family) });
    const session = new SshSession(probe, socket);
    try {
      await session.exchangeKeys(fields);
      if (fields.username === '') return null;
      await session.signIn();
      const failure = fields.command === '' ? null : await runCommand(probe, session, fields);
      if (failure === null && fields.path !== '') await readPath(probe, session, fields.path);
      return failure;
    } finally {
      probe.watch.pause();
      session.close();
    }
  });
}

async function runCommand(
  { watch, details, observed, evidence }: Probe,
  session: SshSession,
  { command, exitCode: expected, expect }: SshFields,
): Promise<Failure | null> {
  watch.enter('command');
  const { output, errors, exitCode, signal, readBytes } = await session.run(command);
  details['output'] = toSnippet(output);
  if (errors !== '') details['errors'] = toSnippet(errors);
  observed['BODY'] = output;
  evidence.note('request', () => command);
  evidence.note('body', () => toVisible(`${output}${errors}`));
  if (exitCode !== null) {
    details['exitCode'] = exitCode;
    observed['EXIT_CODE'] = exitCode;
  }
  if (exitCode !== expected) return sshFailure('ssh.exit', { exitCode, signal, expected });
  if (expect === '' || output.includes(expect)) return null;
  const reason = readBytes > Buffer.byteLength(output) ? 'limit' : 'closed';
  return failureOf('expect.missing', { reason, expected: cut(expect, QUOTED), readBytes }, { phase: 'command' });
}

async function readPath({ watch, details, metrics, observed }: Probe, session: SshSession, path: string) {
  watch.enter('sftp');
  const found = await lookAt(session, path);
  if (found.names === null) {
    metrics['fileSize'] = found.sizeBytes;
    metrics['fileAge'] = Math.max(0, Math.round(Date.now() / 1000 - found.modifiedAtSeconds));
    return;
  }
  metrics['entries'] = found.names.length;
  observed['FILES'] = found.names.slice(0, NAMED);
  details['files'] = found.names.slice(0, NAMED).map(toSnippet);
}
