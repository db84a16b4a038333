import { readFile } from 'node:fs/promises';
import { replaceFile } from './replace-file.ts';

/** A file that another program follows, so it is written only when it would differ, and in one step. */
export class WrittenFile {
  readonly path: string;
  /** Null: not known. */
  #text: string | null = null;

  constructor(path: string) {
    this.path = path;
  }

  /** @returns empty: there is none */
  async read(): Promise<string> {
    this.#text ??= await readFile(this.path, 'utf8').catch(() => '');
    return this.#text;
  }

  /** @throws Error of the system. The next call writes it again */
  async write(text: string): Promise<void> {
    if (text === (await this.read())) return;
    this.#text = null;
    await replaceFile(this.path, text);
    this.#text = text;
  }
}
