/** Locks the packed program: switches of Electron's that are burnt into its file, and that nobody can turn at run time. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FuseV1Config } from '@electron/fuses';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { Arch } from 'electron-builder';
import type { AfterPackContext, LinuxPackager } from 'electron-builder';

/**
 * What the program may not do once it is packed. Fuses that are not named stay as Electron ships them.
 * @param platform the system it is packed for
 */
export function fusesFor(platform: string, arm64 = false): FuseV1Config {
  return {
    version: FuseVersion.V1,
    // An Apple processor runs only what is signed, if only by nobody; the change has made the signature void.
    resetAdHocDarwinSignature: platform === 'darwin' && arm64,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    // Electron checks the archive on these two only; electron-builder writes the archive's hash for them.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform === 'darwin' || platform === 'win32',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    // The page comes from app://, and nothing from file://.
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  };
}

/** electron-builder's hook after the files are in place and before anything is signed. */
export async function lockFuses(
  context: Pick<AfterPackContext, 'appOutDir' | 'electronPlatformName' | 'arch' | 'packager'>,
) {
  const { appOutDir, electronPlatformName: platform, arch, packager } = context;
  const { productFilename } = packager.appInfo;
  const program = {
    darwin: `${productFilename}.app`,
    win32: `${productFilename}.exe`,
    linux: (packager as LinuxPackager).executableName,
  }[platform];
  if (program === undefined) throw new Error(`Expected the system to be darwin, win32 or linux, got ${platform}`);
  const file = join(appOutDir, program);
  // The double of Electron that stands in for it in tests is a script, and has no fuses to set.
  if (platform === 'linux' && (await isScript(file))) return;
  await flipFuses(file, fusesFor(platform, arch === Arch.arm64));
}

async function isScript(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1') === '#!';
  } finally {
    await handle.close();
  }
}
