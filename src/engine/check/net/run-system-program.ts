/** Runs a program that comes with the system, such as `ping`, and reads the little that it prints. */
import { runProgram, type ProgramResult } from '../../base/run-program.ts';

/** The most bytes of each output. */
const MAX_BYTES = 65_536;

/** As `runProgram`, but also looks in the usual folders, and kills a program that does not stop printing. */
export function runSystemProgram(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<ProgramResult> {
  return runProgram(program, args, { signal, maxBytes: MAX_BYTES, beyond: 'kill', usualFolders: true });
}
