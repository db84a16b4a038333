/** Writes the modules of blackbox_exporter, and has it load them. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Json, Ms } from '../../contract/model/units.ts';
import type { VantageConfig } from '../../contract/model/vantage.ts';
import { problemOf } from '../base/problem-of.ts';
import { vantageUrl } from './target-groups.ts';
import { WrittenFile } from '../base/written-file.ts';

/** The settings of modules, by their names. */
export type ModuleSettings = Readonly<Record<string, Json>>;

/** Edits wait for it. */
const TIMEOUT_MS: Ms = 3_000;

export class BlackboxModules {
  /** The config file of the exporters. */
  readonly file: WrittenFile;
  readonly #signal: AbortSignal;
  #last: ModuleSettings = {};
  /** What each exporter has loaded, by its address. */
  readonly #loaded = new Map<string, string>();

  constructor(path: string, signal: AbortSignal) {
    this.file = new WrittenFile(path);
    this.#signal = signal;
  }

  /**
   * Writes them, if the file would differ, and has each exporter load them that has not yet.
   * @returns why some have not; null: all of them have
   * @throws Error when the file cannot be written
   */
  async write(modules: ModuleSettings, exporters: readonly VantageConfig[]): Promise<string | null> {
    // Prometheus asks for the modules of before until it has read the new targets.
    const all = Object.entries({ ...this.#last, ...modules });
    if (all.length === 0 && (await this.file.read()) === '') return null;
    // JSON is YAML. One module per line: people read the file, too.
    const lines = all.map(([name, settings]) => `${JSON.stringify(name)}: ${JSON.stringify(settings)}`);
    const text = `{"modules": {\n${lines.join(',\n')}\n}}\n`;
    await mkdir(dirname(this.file.path), { recursive: true });
    await this.file.write(text);
    this.#last = modules;
    const problems = await Promise.all(exporters.map((exporter) => this.#load(exporter, text, modules)));
    return problems.find((problem) => problem !== null) ?? null;
  }

  async #load({ name, address }: VantageConfig, text: string, modules: ModuleSettings): Promise<string | null> {
    if (this.#loaded.get(address) === text) return null;
    try {
      await this.#ask(address, '/-/reload', 'POST');
      // It may follow another file.
      const loaded = await this.#ask(address, '/config', 'GET');
      if (Object.keys(modules).some((module) => !loaded.includes(module)))
        throw new Error('It has not loaded the modules');
      this.#loaded.set(address, text);
      return null;
    } catch (error) {
      return `${name}: ${problemOf(error)}`;
    }
  }

  async #ask(address: string, path: string, method: 'GET' | 'POST'): Promise<string> {
    const base = vantageUrl(address)?.href.replace(/\/$/u, '') ?? '';
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await fetch(base + path, { method, signal });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text.trim().slice(0, 300)}`);
    return text;
  }
}
