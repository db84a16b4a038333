/**
 * Locks the packaged program: sets Electron's fuses, switches in the program file that cannot be changed at run time.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FuseV1Config } from '@electron/fuses';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { Arch } from 'electron-builder';
import type { AfterPackContext, LinuxPackager } from 'electron-builder';

/**
 * What the packaged program may not do. Other fuses stay as Electron ships them.
 *
 * @param platform the system that it is packaged for
 */
export function fusesFor(platform: string, arm64 = false): FuseV1Config {
  return {
    version: FuseVersion.V1,
    // Apple processors run only signed programs, even if the signature is ad hoc; changing the file made it invalid.
    resetAdHocDarwinSignature: platform === 'darwin' && arm64,
    [FuseV1Options.RunAsNode]: false,
    // Lookout has no cookies. To encrypt them, macOS would ask the person for access to the keychain at each start.
    [FuseV1Options.EnableCookieEncryption]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    // Electron checks the archive only on these two systems; electron-builder writes the archive's hash for them.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform === 'darwin' || platform === 'win32',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    // The page comes from app://, and nothing comes from file://.
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  };
}

/** electron-builder's hook that runs when the files are in place and nothing is signed yet. */
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
  if (program === undefined) throw new Error(`The system must be darwin, win32 or linux, not ${platform}`);
  const file = join(appOutDir, program);
  // The tests' double of Electron is a script, which has no fuses.
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
