/** Where the tokens and keys of `lookout serve` come from. */
import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Log } from '../../engine/ports.ts';
import { LEAST_KEY } from '../../engine/prometheus/sealed-endpoint.ts';
import type { ServeArguments } from '../arguments/arguments.ts';
import type { Io } from '../base/io.ts';
import { UsageError, usageProblem } from '../base/usage-error.ts';

/** Unlike an option, other users of the machine cannot see an environment variable in the list of processes. */
export const TOKEN_VARIABLE = 'LOOKOUT_TOKEN';
/** The token is part of an address, of a header and of a WebSocket's list of protocols. These characters fit all three. */
const TOKEN = /^[\w.~-]{1,1000}$/u;
const SHORT = 16;
/** The token for Prometheus, which gives access to `/probe` and `/metrics` alone. */
const SCRAPE_VARIABLE = 'LOOKOUT_SCRAPE_TOKEN';
const VANTAGE_VARIABLE = 'LOOKOUT_VANTAGE_KEY';
/** The address of Prometheus. A variable, because it may contain a password. */
export const PROMETHEUS_VARIABLE = 'LOOKOUT_PROMETHEUS';

/**
 * The token from the options, else from the environment, else a random one of 32 bytes.
 * @throws UsageError when it cannot be read or has other characters; the message does not repeat it
 */
export async function readToken(
  { token, tokenFile }: Pick<ServeArguments, 'token' | 'tokenFile'>,
  env: Io['env'],
  log: Log,
): Promise<string> {
  if (token !== null && tokenFile !== null) throw new UsageError([usageProblem('usage.twoTokens')]);
  const given =
    token === null
      ? await readSecret(tokenFile, TOKEN_VARIABLE, env, log)
      : checked({ source: { reason: 'option' }, text: token });
  if (given === null) return randomBytes(32).toString('base64url');
  if (given.length < SHORT) {
    log('warn', 'The token is short. Anyone who guesses it can see and change everything');
  }
  return given;
}

/**
 * The token for Prometheus from its file, else from the environment.
 * @returns null: there is none
 * @throws UsageError as `readToken`
 */
export async function readScrapeToken(
  { scrapeTokenFile: file }: Pick<ServeArguments, 'scrapeTokenFile'>,
  env: Io['env'],
  log: Log,
): Promise<string | null> {
  const given = await readSecret(file, SCRAPE_VARIABLE, env, log);
  if (given !== null && given.length < SHORT) {
    log('warn', 'The scrape token is short. Anyone who guesses it can use this machine to check other hosts');
  }
  return given;
}

/**
 * The key that vantage points share, from its file, else from the environment.
 * @returns null: there is none
 * @throws UsageError when it cannot be read, has other characters or is short
 */
export async function readVantageKey(
  { vantageKeyFile: file }: Pick<ServeArguments, 'vantageKeyFile'>,
  env: Io['env'],
  log: Log,
): Promise<string | null> {
  const given = await readSecret(file, VANTAGE_VARIABLE, env, log);
  if (given !== null && given.length < LEAST_KEY) {
    throw new UsageError([usageProblem('usage.vantageKey', { min: LEAST_KEY })]);
  }
  return given;
}

/** A token or a key from its file, else from the environment. @returns null: there is none. @throws UsageError as `readToken` */
async function readSecret(file: string | null, variable: string, env: Io['env'], log: Log): Promise<string | null> {
  if (file !== null) return checked({ source: { reason: 'file', file }, text: await readFile(file, log) });
  const text = env[variable] ?? '';
  return text === '' ? null : checked({ source: { reason: 'variable', variable }, text });
}

interface GivenToken {
  /** See the parameters of `usage.tokenCharacters`. */
  readonly source: {
    readonly reason: 'option' | 'variable' | 'file';
    readonly variable?: string;
    readonly file?: string;
  };
  readonly text: string;
}

function checked({ source, text }: GivenToken): string {
  if (!TOKEN.test(text)) throw new UsageError([usageProblem('usage.tokenCharacters', source)]);
  return text;
}

/** The environment for programs that Lookout starts. */
export function withoutToken(env: Io['env']): Io['env'] {
  const secret = [TOKEN_VARIABLE, SCRAPE_VARIABLE, VANTAGE_VARIABLE, PROMETHEUS_VARIABLE];
  return { ...env, ...Object.fromEntries(secret.map((name) => [name, undefined])) };
}

/** Without the line break at the end, which editors and `echo` add. */
async function readFile(path: string, log: Log): Promise<string> {
  try {
    await using file = await open(path);
    const { mode } = await file.stat();
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      log('warn', `Other users of this machine can read the token in ${path}: "chmod 600" prevents that`);
    }
    // Reads more than a token can have, in case it is another file.
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2_000));
    return buffer.toString('utf8', 0, bytesRead).replace(/\r?\n$/u, '');
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new UsageError([usageProblem('usage.tokenFile', { problem })], { cause: error });
  }
}
