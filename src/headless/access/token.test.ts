import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readScrapeToken, readToken, readVantageKey, withoutToken } from './token.ts';
import { usageText } from '../testing/usage-text.ts';

const LONG = 'a-token_of.32~characters-or-more';
const NONE = { token: null, tokenFile: null };
let folder: string;
let logged: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-token-'));
  logged = [];
});
afterEach(() => rm(folder, { recursive: true }));

const log = (level: string, message: string) => void logged.push(`${level} ${message}`);

async function fileWith(text: string): Promise<string> {
  const file = join(folder, 'token');
  await writeFile(file, text, { mode: 0o600 });
  return file;
}

test('is random without any other source, and different each time', async () => {
  const [first, second] = await Promise.all([readToken(NONE, {}, log), readToken(NONE, { LOOKOUT_TOKEN: '' }, log)]);
  expect(first).toMatch(/^[\w-]{43}$/u);
  expect(second).not.toBe(first);
  expect(logged).toEqual([]);
});

test('comes from the option, the file or the environment; options take precedence', async () => {
  const env = { LOOKOUT_TOKEN: `${LONG}-env` };
  expect(await readToken(NONE, env, log)).toBe(`${LONG}-env`);
  expect(await readToken({ ...NONE, token: LONG }, env, log)).toBe(LONG);
  for (const end of ['', '\n', '\r\n']) {
    const tokenFile = await fileWith(`${LONG}-file${end}`);
    expect(await readToken({ ...NONE, tokenFile }, env, log)).toBe(`${LONG}-file`);
  }
  expect(logged).toEqual([]);
});

test('is refused from two options', async () => {
  const both = { token: LONG, tokenFile: await fileWith(LONG) };
  expect(await usageText(() => readToken(both, {}, log))).toBe('Use either --token or --token-file, not both.');
});

test.each(['s3cret/', 's3cret\n\n', 's3cret s3cret', '', 's3cret'.repeat(300)])(
  'is refused with other characters, without being repeated: %j',
  async (text) => {
    const tokenFile = await fileWith(text);
    const sources = [
      [{ ...NONE, tokenFile }, {}, `The token in ${tokenFile} must have only letters, digits`],
      [{ ...NONE, token: text }, {}, 'The value of --token must have only letters, digits'],
      ...(text === ''
        ? []
        : ([[NONE, { LOOKOUT_TOKEN: text }, 'The value of LOOKOUT_TOKEN must have only letters']] as const)),
    ] as const;
    for (const [args, env, message] of sources) {
      const refused = await usageText(() => readToken(args, env, log));
      expect(refused).toContain(message);
      expect(refused).not.toContain('s3cret');
    }
  },
);

test('a scrape token and a key are refused with the name of their variable, without being repeated', async () => {
  const text = 's3cret/'.repeat(10);
  const refusals = await Promise.all([
    usageText(() => readScrapeToken({ scrapeTokenFile: null }, { LOOKOUT_SCRAPE_TOKEN: text }, log)),
    usageText(() => readVantageKey({ vantageKeyFile: null }, { LOOKOUT_VANTAGE_KEY: text }, log)),
  ]);
  expect(refusals[0]).toContain('The value of LOOKOUT_SCRAPE_TOKEN must have only letters');
  expect(refusals[1]).toContain('The value of LOOKOUT_VANTAGE_KEY must have only letters');
  expect(refusals.join()).not.toContain('s3cret');
});

test('a file that cannot be read is refused with its name', async () => {
  const tokenFile = join(folder, 'missing');
  const refused = await usageText(() => readToken({ ...NONE, tokenFile }, {}, log));
  expect(refused).toMatch(/^The token cannot be read: .*missing/u);
});

test.skipIf(process.platform === 'win32')('warns of a file that others can read, and of a short token', async () => {
  const tokenFile = await fileWith('short');
  await chmod(tokenFile, 0o640);
  expect(await readToken({ ...NONE, tokenFile }, {}, log)).toBe('short');
  expect(logged).toEqual([
    `warn Other users of this machine can read the token in ${tokenFile}: "chmod 600" prevents that`,
    'warn The token is short. Anyone who guesses it can see and change everything',
  ]);
});

test('is not passed on to programs that Lookout starts', () => {
  expect(withoutToken({ LOOKOUT_TOKEN: LONG, HOME: '/home/ann' })).toEqual({ HOME: '/home/ann' });
});
