/** How the desktop app is packed: what is in it, for which systems, and how it is locked (`npm run package`). */
import type { Configuration } from 'electron-builder';
import { lockFuses } from './package-fuses.ts';

/**
 * `owner/name` on GitHub, as its workflows set it. Only a build that knows it looks for updates: where else would those of
 * a build of one's own come from?
 */
const repository = /^[\w.-]+\/[\w.-]+$/u.exec(process.env['GITHUB_REPOSITORY'] ?? '')?.[0] ?? null;
const [owner = 'nobody', repo = 'lookout'] = repository?.split('/') ?? [];

/**
 * Everything the app runs with: the build has bundled every package, so there are no `node_modules`. The command line
 * (`out/headless`) needs a Node of its own and stays out.
 */
export const PACKED_FILES = [
  'package.json',
  'LICENSE',
  'out/main/**',
  'out/preload/**',
  'out/renderer/**',
  'resources/icons/app-{256,512}.png',
  'resources/tray/*.png',
  '!**/*.map',
  '!**/node_modules/**',
] as const;

export default {
  // Also what `main/index.ts` tells Windows, so that notifications and the task bar know whose they are.
  appId: 'app.lookout.desktop',
  productName: 'Lookout',
  copyright: 'The Lookout authors, MIT license',
  directories: { output: 'dist' },
  files: [...PACKED_FILES],
  asar: true,
  // No native module is rebuilt and no node_modules are collected: there are none.
  beforeBuild: async () => false,
  afterPack: lockFuses,
  // Chromium's own words, such as those of its menus; the app itself speaks English.
  electronLanguages: ['en-US'],
  protocols: { name: 'Lookout', schemes: ['lookout'] },
  // deb and rpm want a homepage and a maintainer; a build of one's own has neither.
  extraMetadata: { homepage: repository === null ? 'https://lookout.invalid/' : `https://github.com/${repository}` },
  publish: repository === null ? null : { provider: 'github', owner, repo, releaseType: 'draft' },
  artifactName: 'Lookout-${version}-${os}-${arch}.${ext}',
  linux: {
    target: ['AppImage', 'deb', 'rpm'],
    executableName: 'lookout',
    icon: 'resources/icons/app-512.png',
    category: 'Network',
    maintainer: `The Lookout authors <${owner}@users.noreply.github.com>`,
    synopsis: 'Watches endpoints and shows them live',
    // The desktop file has the name `desktopName` of package.json, which is also the id and class of Lookout's windows. So
    // desktops find its icon, and the portal for global shortcuts knows the app.
    syncDesktopName: true,
    desktop: { entry: { GenericName: 'Endpoint monitor', Keywords: 'monitor;uptime;ping;http;' } },
  },
  // This AppImage needs no libfuse2, which Ubuntu no longer brings.
  toolsets: { appimage: '1.0.3' },
  mac: {
    // Updates on macOS come from the zip.
    target: ['dmg', 'zip'],
    icon: 'resources/icons/app-512.png',
    category: 'public.app-category.developer-tools',
    // macOS would slow down the timers of an app whose windows are hidden (App Nap).
    extendInfo: { NSAppSleepDisabled: true },
  },
  win: { target: ['nsis'], icon: 'resources/icons/app-512.png' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
} as const satisfies Configuration;
