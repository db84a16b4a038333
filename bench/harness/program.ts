/** Runs a program and waits for its exit. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const CLI = fileURLToPath(new URL('../../out/headless/cli.js', import.meta.url));
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Finished {
  /** From the start of the process to its exit. */
  readonly tookMs: number;
  readonly code: number | null;
  readonly output: string;
}

/** Runs Node with these arguments. */
export async function runNode(
  args: readonly string[],
  { input = '', env = process.env }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const began = performance.now();
  const child = spawn(process.execPath, [...args], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code));
  });
  child.stdin.end(input);
  const output = text(child.stdout);
  const code = await exited;
  return { tookMs: performance.now() - began, code, output: await output };
}
