import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (pattern: string) =>
  globSync(pattern, { cwd: 'src/renderer' }).map((file) => ({
    file,
    text: readFileSync(`src/renderer/${file}`, 'utf8'),
  }));

test('every variable that a style sheet uses is defined', () => {
  const sheets = read('**/*.css');
  const set = new Set(
    [...sheets, ...read('**/*.tsx')].flatMap(({ text }) =>
      [...text.matchAll(/(--[\w-]+)['\]]*:/gu)].map(([, name]) => name),
    ),
  );
  const unset = sheets.flatMap(({ file, text }) =>
    [...text.matchAll(/var\((--[\w-]+)/gu)]
      .map(([, name = '']) => name)
      // Radix sets its own.
      .filter((name) => !set.has(name) && !name.startsWith('--radix-'))
      .map((name) => `${file}: ${name}`),
  );
  expect(sheets.length).toBeGreaterThan(50);
  expect(unset).toEqual([]);
});
