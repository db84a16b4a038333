import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

/** Whether a process that has imported a module has loaded undici, which `process.moduleLoadList` tells. */
async function loadsUndici(specifier: string): Promise<boolean> {
  const script = `
    await import(${JSON.stringify(specifier)});
    console.log(process.moduleLoadList.some((name) => name.includes('undici')));`;
  const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', '--eval', script]);
  return stdout.trim() === 'true';
}

it('is how the engine and the headless host have HTTP without undici', async () => {
  const here = (path: string) => new URL(path, import.meta.url).href;
  await expect(loadsUndici('node:http')).resolves.toBe(true);
  await expect(loadsUndici(here('../engine.ts'))).resolves.toBe(false);
  await expect(loadsUndici(here('../../headless/serve.ts'))).resolves.toBe(false);
});
