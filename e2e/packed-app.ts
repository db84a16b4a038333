/**
 * The app as users install it: packaged into a folder, with the double of Electron's runtime or with Electron itself.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { DOUBLE_FOLDER } from './electron-double/control/client.ts';
import type { Host } from './hosts/host.ts';

/**
 * Makes a runtime folder for electron-builder from the double: its program, and the files that electron-builder looks
 * for.
 */
export async function makeDoubleDist(folder: string): Promise<string> {
  await mkdir(join(folder, 'locales'), { recursive: true });
  await copyFile(join(DOUBLE_FOLDER, 'electron'), join(folder, 'electron'));
  await writeFile(join(folder, 'locales', 'en-US.pak'), '');
  return folder;
}

/**
 * Packages the app without downloading anything.
 * @param runtime the folder of Electron's runtime
 * @param asar false: keep the app's files as files, which the double needs
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

/** Starts a packaged app with Electron itself. Its fuses disable `--inspect`, so tests can drive only its page. */
export async function startPacked(program: string, dataDir: string): Promise<Pick<Host, 'page' | 'stop'>> {
  const { ELECTRON_RENDERER_URL: _devServer, ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  const child = spawn(program, ['--remote-debugging-port=0', '--data-dir', dataDir], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  let address: string | undefined;
  for await (const line of createInterface({ input: child.stderr })) {
    stderr += `${line}\n`;
    address = /^DevTools listening on (\S+)/u.exec(line)?.[1];
    if (address !== undefined) break;
  }
  if (address === undefined) throw new Error(`The packaged app ended before its page was ready:\n${stderr}`);
  child.stderr.resume();
  const browser = await chromium.connectOverCDP(address, { noDefaults: true });
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('The packaged app has no page');
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
