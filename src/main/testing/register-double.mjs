/** Preloaded with `--import`: gives the built main process a double in the place of Electron, under plain Node. */
import { registerHooks } from 'node:module';

const electron = new URL('electron-double.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: electron, shortCircuit: true } : next(specifier, context),
});
