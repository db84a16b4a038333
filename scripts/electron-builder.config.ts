/** How the desktop app is packaged: its files, systems and fuses (`npm run package`). */
import type { Configuration } from 'electron-builder';
import { lockFuses } from './package-fuses.ts';

/**
 * `owner/name` on GitHub, as its workflows set it. Only a build with this value looks for updates, because private
 * builds have no source of updates.
 */
const repository = /^[\w.-]+\/[\w.-]+$/u.exec(process.env['GITHUB_REPOSITORY'] ?? '')?.[0] ?? null;
const [owner = 'nobody', repo = 'lookout'] = repository?.split('/') ?? [];

/**
 * All files that the app needs: the build has bundled every package, so there are no `node_modules`. The command line
 * (`out/headless`) needs its own Node and is not included.
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
  // `main/index.ts` also sets this id on Windows, so that notifications and the task bar can be attributed to the app.
  appId: 'app.lookout.desktop',
  productName: 'Lookout',
  copyright: 'The Lookout authors, MIT license',
  directories: { output: 'dist' },
  files: [...PACKED_FILES],
  asar: true,
  // No native module is rebuilt and no node_modules are collected: there are none.
  beforeBuild: async () => false,
  afterPack: lockFuses,
  // Chromium's own texts, such as those of its menus; the app itself is in English.
  electronLanguages: ['en-US'],
  protocols: { name: 'Lookout', schemes: ['lookout'] },
  // deb and rpm require a homepage and a maintainer; private builds have neither.
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
  // This AppImage does not need libfuse2, which Ubuntu no longer includes.
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
