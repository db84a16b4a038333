/** Finds a Chromium on this machine: Chromium, Chrome or Edge. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
  'chrome',
];
const MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS = [
  String.raw`Chromium\Application\chrome.exe`,
  String.raw`Google\Chrome\Application\chrome.exe`,
  String.raw`Microsoft\Edge\Application\msedge.exe`,
];

let found: string | undefined;

/** The path of the first one found; null: there is none. One that was found is not looked for again. */
export async function findBrowser(
  platform: string = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | null> {
  if (found !== undefined && (await isRunnable(found))) return found;
  for (const path of candidates(platform, env)) {
    if (!(await isRunnable(path))) continue;
    found = path;
    return path;
  }
  return null;
}

export function candidates(platform: string, env: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (platform === 'darwin') return MAC;
  if (platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? []);
    return folders.flatMap((folder) => WINDOWS.map((path) => `${folder}\\${path}`));
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Whether this user may run a file. */
export async function isRunnable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
