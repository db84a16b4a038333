/**
 * What bundled code asks for and does without: speed-ups of ws and ssh2, what the sketch library needs only for a form that
 * the store does not use, and a native addon that pg can use instead of its own code.
 */
export const EXTERNAL_PACKAGES = ['bufferutil', 'utf-8-validate', 'protobufjs/minimal', 'pg-native', 'cpu-features'];

/** The same with the files of packages, for the bundler. */
export const EXTERNALS: readonly (string | RegExp)[] = [...EXTERNAL_PACKAGES, /sshcrypto\.node$/u];
