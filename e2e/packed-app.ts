/** The app as people install it: packed into a folder, with the double of Electron's runtime or with Electron itself. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { DOUBLE_FOLDER } from './electron-double/control/client.ts';
import type { Host } from './hosts/host.ts';

/** What electron-builder takes Electron's runtime from, made of the double: its program and the files that are looked for. */
export async function makeDoubleDist(folder: string): Promise<string> {
  await mkdir(join(folder, 'locales'), { recursive: true });
  await copyFile(join(DOUBLE_FOLDER, 'electron'), join(folder, 'electron'));
  await writeFile(join(folder, 'locales', 'en-US.pak'), '');
  return folder;
}

/**
 * Packs the app without fetching anything.
 * @param runtime the folder that has Electron's runtime
 * @param asar false: the app's files stay files, which the double needs
 * @returns the program to start
 */
export async function pack(runtime: string, output: string, { asar }: { readonly asar: boolean }): Promise<string> {
  const args = ['scripts/package.mjs', '--dir', '--electron', runtime, '--output', output];
  await promisify(execFile)(process.execPath, [...args, asar ? '--asar' : '--no-asar']);
  const arm = process.arch === 'arm64' ? '-arm64' : '';
  if (process.platform === 'darwin') return join(output, `mac${arm}`, 'Lookout.app', 'Contents', 'MacOS', 'Lookout');
  if (process.platform === 'win32') return join(output, `win${arm}-unpacked`, 'Lookout.exe');
  return join(output, `linux${arm}-unpacked`, 'lookout');
}

/** Starts what was packed with Electron itself. Its fuses refuse `--inspect`, so that only its page can be driven. */
export async function startPacked(program: string, dataDir: string): Promise<Pick<Host, 'page' | 'stop'>> {
  const { ELECTRON_RENDERER_URL: _devServer, ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  const child = spawn(program, ['--remote-debugging-port=0', '--data-dir', dataDir], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  let address: string | undefined;
  for await (const line of createInterface({ input: child.stderr })) {
    said += `${line}\n`;
    address = /^DevTools listening on (\S+)/u.exec(line)?.[1];
    if (address !== undefined) break;
  }
  if (address === undefined) throw new Error(`The packed app ended before its page was there:\n${said}`);
  child.stderr.resume();
  const browser = await chromium.connectOverCDP(address, { noDefaults: true });
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('Expected the packed app to have a page, got none');
  return {
    page: context.pages()[0] ?? (await context.waitForEvent('page')),
    async stop() {
      await browser.close();
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}
