import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-foreground-'));
});
afterEach(() => rm(folder, { recursive: true }));

/**
 * Runs a script through `runInForeground`, in its own process, because the function takes over signals and the exit
 * code.
 */
async function outer(script) {
  const file = join(folder, 'outer.mjs');
  await writeFile(
    file,
    `import { runInForeground } from ${JSON.stringify(new URL('./foreground.mjs', import.meta.url).href)};
     const { code, stderr } = await runInForeground(process.execPath, ['-e', ${JSON.stringify(script)}], { keepStderr: true });
     process.stdout.write('kept ' + stderr);
     process.exitCode = code;`,
  );
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  return { child, output: () => ({ stdout, stderr }), closed: once(child, 'close') };
}

it('passes on the exit code, and keeps and passes on standard error', async () => {
  const { output, closed } = await outer("process.stderr.write('words'); process.exitCode = 7");
  expect(await closed).toEqual([7, null]);
  expect(output()).toEqual({ stdout: 'kept words', stderr: 'words' });
});

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('passes %s on and waits for the exit', async (signal) => {
  const { child, closed } = await outer(
    `process.on('${signal}', () => process.exit(42)); console.log('ready'); setInterval(() => {}, 1000)`,
  );
  await once(child.stdout, 'data');
  child.kill(signal);
  expect(await closed).toEqual([42, null]);
});

it('reports a signal that ended the program as an exit code, as shells do', async () => {
  const { closed } = await outer("process.kill(process.pid, 'SIGKILL')");
  expect(await closed).toEqual([137, null]);
});
