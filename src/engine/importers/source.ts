/** A file to import: its text, and its content as JSON or YAML. */
import type { FileIssue, Issue } from '../../contract/model/issue.ts';
import { issueOf } from '../base/issues.ts';
import { parseData, type Parsed } from './data.ts';
import { ImportError } from './import-error.ts';

/** A file as the importers get it. */
export interface SourceFile {
  /** As the person named it; for messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where the file is on this computer; absent: it came with a request. */
  readonly path?: string;
  /** It was found in a folder, so it may be anything. Default false. */
  readonly inFolder?: boolean;
}

const SQLITE = 'SQLite format 3\0';

export class Source {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly path: string | null;
  readonly inFolder: boolean;
  /** Its place among the files of an import, which may have equal names. */
  readonly index: number;
  #text: string | null = null;
  #parsed: Parsed | null = null;

  constructor({ name, bytes, path, inFolder = false }: SourceFile, index = 0) {
    this.name = name;
    this.bytes = bytes;
    this.path = path ?? null;
    this.inFolder = inFolder;
    this.index = index;
  }

  get isDatabase(): boolean {
    return Buffer.from(this.bytes.subarray(0, SQLITE.length)).toString('latin1') === SQLITE;
  }

  /** @throws ImportError when it is not text in UTF-8 */
  get text(): string {
    if (this.#text !== null) return this.#text;
    const problem = problemOf(this.bytes);
    if (problem !== null) throw this.error(problem);
    try {
      this.#text = new TextDecoder('utf-8', { fatal: true }).decode(this.bytes);
    } catch {
      throw this.error(issueOf('file.encoding', '', {}));
    }
    return this.#text;
  }

  /** The text; empty when the file is not text. */
  get textIfAny(): string {
    try {
      return this.text;
    } catch (error) {
      if (error instanceof ImportError) return '';
      throw error;
    }
  }

  /** The content of the first document, from JSON or YAML. @throws ImportError */
  get data(): unknown {
    return this.documents[0];
  }

  /** @throws ImportError */
  get documents(): readonly unknown[] {
    const parsed = this.#parse();
    if (parsed.ok) return parsed.data.documents;
    throw this.error(parsed.problem, parsed.position);
  }

  /** `data`, or undefined when it cannot be parsed. */
  get dataIfAny(): unknown {
    return this.documentsIfAny[0];
  }

  /** `documents`, or none when it cannot be parsed. */
  get documentsIfAny(): readonly unknown[] {
    if (this.textIfAny === '') return [];
    const parsed = this.#parse();
    return parsed.ok ? parsed.data.documents : [];
  }

  /** The same file with another text, such as a part of it. */
  withText(text: string): Source {
    return new Source({ name: this.name, bytes: new TextEncoder().encode(text) }, this.index);
  }

  /** An error of this file. @param position absent: that of the issue's path */
  error(issue: Issue, position?: FileIssue['position']): ImportError {
    const found =
      position ?? (issue.path !== '' && this.#parsed?.ok === true ? this.#parsed.data.position(issue.path) : null);
    return new ImportError({ ...issue, file: this.name, position: found });
  }

  #parse(): Parsed {
    this.#parsed ??= parseData(this.text);
    return this.#parsed;
  }
}

/** Why a file is not text; null: it is. */
function problemOf(bytes: Uint8Array): Issue | null {
  const [first, second, third] = bytes;
  if (first === 0x50 && second === 0x4b && third !== undefined && third < 0x09) {
    return issueOf('file.archive', '', { reason: 'zip' });
  }
  if (first === 0x1f && second === 0x8b) return issueOf('file.archive', '', { reason: 'gzip' });
  return bytes.includes(0) ? issueOf('file.encoding', '', {}) : null;
}
