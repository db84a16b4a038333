/**
 * Runs an app like Electron: `electron .` and a packaged app's program start this file. Makes the process look like
 * Electron's main process, replaces the module `electron` by the double, and runs the app.
 */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';

const program = process.env['LOOKOUT_DOUBLE_PROGRAM'] ?? process.execPath;
// For programs that the double itself starts with Node.
process.env['LOOKOUT_DOUBLE_NODE'] = process.execPath;
process.argv.splice(0, 2, program);
process.execPath = program;

const manifest = new URL('../../node_modules/electron/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
process.env['LOOKOUT_DOUBLE_ELECTRON_VERSION'] = version;

async function launch(): Promise<void> {
  const { app, appInfo } = await import('./main/app.ts');
  const properties = {
    type: 'browser',
    resourcesPath: appInfo.resources,
    defaultApp: appInfo.packaged ? undefined : true,
  };
  for (const [name, value] of Object.entries(properties)) Object.defineProperty(process, name, { value });
  Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true });

  const { default: electron } = await import('./electron-module.ts');
  const { startControl } = await import('./control/server.ts');
  const { dialog } = await import('./main/dialog.ts');
  const { reportProblem } = await import('./strict.ts');
  await startControl();

  // Exports all of Electron's names, so that even a part that the double does not have can be imported.
  const moduleUrl = new URL('electron-module.ts', import.meta.url).href;
  const shim = `import electron from ${JSON.stringify(moduleUrl)};\nexport default electron;\n${Object.keys(electron)
    .map((name) => `export const ${name} = electron.${name};`)
    .join('\n')}`;
  const shimUrl = 'electron-double:module';
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' || specifier === 'electron/main' || specifier === shimUrl
        ? { url: shimUrl, format: 'module', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === shimUrl ? { format: 'module', source: shim, shortCircuit: true } : next(url, context),
  });

  process.on('uncaughtException', (error) => {
    // As in Electron: if the app has no listener, a dialog is shown and the app continues.
    if (process.listenerCount('uncaughtException') > 1) return;
    reportProblem(`Uncaught exception: ${error.stack ?? String(error)}`);
    dialog.showErrorBox('A JavaScript error occurred in the main process', `Uncaught Exception:\n${error.stack ?? ''}`);
  });
  await import(pathToFileURL(appInfo.main).href);
  app.becomeReady();
}

try {
  await launch();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
