/** The scripts that Chromium runs in every new document before the page's own scripts. */
import { randomBytes } from 'node:crypto';
import { createBridgeSide } from './bridge.ts';
import { createCodec } from './codec.ts';
import { installIsolatedWorld, type WorldNames } from './isolated-world.ts';
import { installMainWorld, MAIN_WORLD_URL } from './main-world.ts';

export const ISOLATED_WORLD = 'Electron Isolated Context';

export interface PageScripts {
  readonly names: WorldNames;
  /** In the page's world. */
  readonly main: string;
  /** In the isolated world, in this order. */
  readonly isolated: readonly string[];
}

/** @param preload the source of the preload; null: the window has none */
export function pageScripts(preload: string | null, versions: Readonly<Record<string, string>>): PageScripts {
  const secret = (): string => `electron-double-${randomBytes(16).toString('hex')}`;
  const names = { binding: secret(), receive: secret(), run: secret(), isolated: secret(), page: secret() };
  const given = JSON.stringify(names);
  const main = `(${String(installMainWorld)})(${given}, ${String(createBridgeSide)});\n//# sourceURL=${MAIN_WORLD_URL}`;
  const installed = `(${String(installIsolatedWorld)})(${given}, ${String(createCodec)}, ${String(createBridgeSide)}, ${JSON.stringify(versions)});`;
  const run = `globalThis[${JSON.stringify(names.run)}]?.(function (require, module, exports, process) {\n${preload ?? ''}\n});`;
  return { names, main, isolated: [installed, run] };
}
