import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FailureError } from './failure-error.ts';
import { isMissing, runProgram } from './run-program.ts';

const { signal } = new AbortController();
const node = (script: string, given = signal, maxBytes?: number) =>
  runProgram(process.execPath, ['-e', script], { signal: given, ...(maxBytes === undefined ? {} : { maxBytes }) });

describe('runProgram', () => {
  it('returns the output and the exit code', async () => {
    const result = await node('console.log("out"); console.error("err"); process.exit(3)');
    expect(result).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('passes arguments unchanged', async () => {
    const { stdout } = await runProgram(process.execPath, ['-p', 'process.argv[1]', '$(id); "x"'], { signal });
    expect(stdout).toBe('$(id); "x"\n');
  });

  it('keeps only the start of a long output', async () => {
    expect((await node('process.stdout.write("x".repeat(300000))', signal, 100)).stdout).toBe('x'.repeat(100));
  });

  it('ends a program that prints more, if asked to', async () => {
    const print = 'setInterval(() => process.stdout.write("x".repeat(10_000)), 1)';
    const options = { signal, maxBytes: 100, beyond: 'kill' } as const;
    const { exitCode, stdout } = await runProgram(process.execPath, ['-e', print], options);
    expect([exitCode, stdout]).toEqual([null, 'x'.repeat(100)]);
  });

  it.skipIf(process.platform === 'win32')('looks in the usual folders after PATH, if asked to', async () => {
    vi.stubEnv('PATH', '/lookout-no-such-folder');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { stdout } = await runProgram('sh', ['-c', 'echo found'], { signal, usualFolders: true });
    expect(stdout).toBe('found\n');
    await expect(runProgram('sh', [], { signal })).rejects.toThrow('ENOENT');
  });

  it('says that a program is missing, or may not be run', async () => {
    const failureOfProgram = (program: string) =>
      runProgram(program, [], { signal }).catch((error: unknown) =>
        error instanceof FailureError ? error.failure : error,
      );
    expect(await failureOfProgram('lookout-no-such-program')).toMatchObject({
      code: 'local.program',
      params: { program: 'lookout-no-such-program', reason: 'missing' },
    });
    expect(await failureOfProgram(import.meta.filename)).toMatchObject({ params: { reason: 'forbidden' } });
  });

  it('says that a program is missing where PATH has a folder that may not be searched', () => {
    const forbidden = Object.assign(new Error('spawn EACCES'), { code: 'EACCES' });
    expect(isMissing('lookout-no-such-program', forbidden)).toBe(true);
    expect(isMissing('sh', forbidden)).toBe(false);
    expect(isMissing(import.meta.filename, forbidden)).toBe(false);
  });

  it('ends when its signal is aborted', async () => {
    const stop = new AbortController();
    const reason = new Error('not wanted');
    const running = node('setInterval(() => {}, 1000)', stop.signal);
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
  });
});
