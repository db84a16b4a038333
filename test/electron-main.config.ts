/** The main process alone, as `electron.vite.config.ts` builds it: for the test that runs it (`src/main/index.test.ts`). */
import { defineConfig } from 'electron-vite';
import config from '../electron.vite.config.ts';

export default defineConfig(config.main === undefined ? {} : { main: config.main });
