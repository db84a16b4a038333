import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

/** Whether undici is loaded in a process that has imported the module, according to `process.moduleLoadList`. */
async function loadsUndici(specifier: string): Promise<boolean> {
  const script = `
    await import(${JSON.stringify(specifier)});
    console.log(process.moduleLoadList.some((name) => name.includes('undici')));`;
  const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', '--eval', script]);
  return stdout.trim() === 'true';
}

it('keeps undici out of the engine and of the headless host', async () => {
  const here = (path: string) => new URL(path, import.meta.url).href;
  await expect(loadsUndici('node:http')).resolves.toBe(true);
  await expect(loadsUndici(here('../engine.ts'))).resolves.toBe(false);
  await expect(loadsUndici(here('../../headless/commands/serve/serve.ts'))).resolves.toBe(false);
});
