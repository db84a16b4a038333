/** Makes `docs/import.md` from the importers. */
import type { Importer } from '../../src/engine/importers/importer.ts';
import type { Catalogue } from '../../src/i18n/catalogue.ts';

const INTRODUCTION = `<!-- Made by "npm run generate" from the importers, src/engine/importers/FORMAT/importer.ts. -->

# Import

Lookout reads the files of other tools. It recognizes the format from the content.

- **In the app**: drop files or folders on the window, or choose them under “Add”, “From a file”. Lookout first shows what it would add and
  change, and what it cannot carry over. One undo reverts the whole import.
- **On the command line**: \`lookout import FILE…\` prints a \`lookout.yaml\`, and its warnings to standard error. \`--json\` prints JSON,
  \`--out FILE\` writes a file, and \`--data-dir DIR\` adds the endpoints to the data of Lookout while it is not running. \`--dry-run\` only shows
  what would happen. The exit code is 0 if everything is imported, 1 with warnings, and 2 if a file cannot be read.

## What every import does

- **Importing again updates.** The field \`sourceId\` of each endpoint says which entry of the file it comes from. When you import the file again,
  Lookout updates the endpoint that has the same \`sourceId\` and the same name or target. Fields that only you have set, such as a note, do not change.
- **Nothing is left out silently.** For each field without a counterpart, a warning says what happens instead.
- **Secrets are not shown.** The app stores them in the vault. In a \`lookout.yaml\` they are names of environment variables, such as
  \`\${SHOP_PASSWORD}\`, and in JSON \`{"$secret": true}\`.
- **Environment variables** in a file stay variables in a \`lookout.yaml\`. With \`--data-dir\`, they get their values from the environment.
- **Names are unique.** If two endpoints have the same name, the second one gets a number.
- **Paused** endpoints stay paused, except in a \`lookout.yaml\`, which cannot contain paused endpoints.
- **Values outside the range** that Lookout accepts become the nearest accepted value, with a warning.
- **Past checks** of Uptime Kuma are imported if you choose it in the dialog, or with \`--history\` and \`--data-dir\`. See
  [below](#uptime-kuma). The endpoints appear when all of them are imported. If the import is cancelled or fails, nothing is added.
- **Folders** are read with their subfolders, but without hidden folders and \`node_modules\`. Lookout reads the files whose names end
  in \`.yaml\`, \`.yml\`, \`.json\`, \`.har\`, \`.csv\`, \`.tsv\`, \`.txt\`, \`.xml\`, \`.db\`, \`.sqlite\`, \`.curl\` or \`.sh\`. It leaves out files that it does not recognize, with a warning, and also lists, tables and scripts beside files of another
  format. A folder can have at most 1,000 such files, 20,000 files and folders in all, and 16 levels.
- A file can have at most 64 MB, and all files together 256 MB; YAML can have at most 10 MB and 100 levels. In the app, all files of an import together can have at most 15 MB.
  On the command line, databases can have any size. Files must be UTF-8.
`;

export function importDocument(importers: readonly Importer[], { imports }: Pick<Catalogue, 'imports'>): string {
  const rows = importers.map(({ name, title, files }) => `| [\`${name}\`](#${anchor(title)}) | ${title} | ${files} |`);
  const overview = ['## Formats', '', '| format | tool | files |', '| --- | --- | --- |', ...rows].join('\n');
  return [INTRODUCTION, overview, ...importers.map((importer) => section(importer, imports))].join('\n\n');
}

function section({ name, title, files, fields, notes }: Importer, texts: Catalogue['imports']): string {
  const rows = Object.entries(fields).map(([field, to]) => `| ${escaped(field)} | ${escaped(textOf(to, texts))} |`);
  return [
    `## ${title}`,
    `\`--from ${name}\`: ${files}.`,
    ['| in the file | in Lookout |', '| --- | --- |', ...rows].join('\n'),
    ...(notes === undefined ? [] : [notes]),
  ].join('\n\n');
}

/** The texts of the warnings in a cell, without what depends on the file. */
function textOf(to: string, texts: Readonly<Record<string, string>>): string {
  return to.replaceAll(/import\.\w+/gu, (code) => `*${(texts[code] ?? code).replaceAll(/"?\{\w+\}"?/gu, '…')}*`);
}

function escaped(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

/** The anchor that GitHub generates for a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}
