import { rename, rm, writeFile } from 'node:fs/promises';

/** Writes a file in one step, so that nobody reads half of it. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const partial = `${path}.partial`;
  try {
    await writeFile(partial, text);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}
