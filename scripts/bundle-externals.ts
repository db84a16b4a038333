/**
 * Optional packages that the bundles do not contain: accelerators of ws and ssh2, a dependency of the sketch library
 * for a format that the store does not use, and a native addon that pg can use instead of its own code.
 */
export const EXTERNAL_PACKAGES = ['bufferutil', 'utf-8-validate', 'protobufjs/minimal', 'pg-native', 'cpu-features'];

/** Those packages, and files of packages, for the bundler. */
export const EXTERNALS: readonly (string | RegExp)[] = [...EXTERNAL_PACKAGES, /sshcrypto\.node$/u];
