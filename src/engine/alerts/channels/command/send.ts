import { FailureError } from '../../../base/failure-error.ts';
import { runProgram } from '../../../base/run-program.ts';
import type { AlertMessage, ChannelSender } from '../../channel-kind.ts';
import type { CommandFields } from './descriptor.ts';

/** `EX_TEMPFAIL` of sysexits.h: the program wants to be called again. */
const TRY_AGAIN = 75;
const MAX_OUTPUT_BYTES = 4_096;

export const sender: ChannelSender<CommandFields> = {
  async send({ program, arguments: args, timeout }, message, { signal }) {
    const limit = AbortSignal.timeout(timeout);
    try {
      const { exitCode, stdout, stderr } = await runProgram(program, args, {
        signal: AbortSignal.any([signal, limit]),
        maxBytes: MAX_OUTPUT_BYTES,
        env: environmentOf(message),
      });
      const output = (stderr.trim() === '' ? stdout : stderr).trim().replaceAll(/\s+/gu, ' ');
      const answer = `Exit code ${exitCode ?? 'none'}${output === '' ? '' : `: ${output}`}`;
      if (exitCode === 0) return { outcome: 'delivered', answer };
      return { outcome: exitCode === TRY_AGAIN || exitCode === null ? 'retry' : 'final', answer };
    } catch (error) {
      // It is unknown what the command did until then, so it is not run again.
      if (limit.aborted && !signal.aborted) return { outcome: 'final', answer: `Killed after ${timeout / 1_000} s` };
      if (!(error instanceof FailureError)) throw error;
      return { outcome: 'final', answer: error.failure.raw ?? error.failure.code };
    }
  },
};

function environmentOf({
  event,
  title,
  text,
  id,
  dedupKey,
  endpoints,
}: AlertMessage): Readonly<Record<string, string>> {
  const [first] = endpoints;
  const values = {
    LOOKOUT_EVENT: event,
    LOOKOUT_TITLE: title,
    LOOKOUT_TEXT: text,
    LOOKOUT_ALERT: id,
    LOOKOUT_KEY: dedupKey,
    LOOKOUT_ENDPOINT: first?.name ?? '',
    LOOKOUT_TARGET: first?.target ?? '',
    // The program needs no access to Lookout.
    LOOKOUT_TOKEN: '',
  };
  // A variable cannot contain the character 0.
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.replaceAll('\0', '')]));
}
