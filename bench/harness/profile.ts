/** Summarizes the files that `--cpu-prof` wrote: CPU time by function and by file. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The parts of the V8 CPU profile format (Chrome DevTools Protocol, Profiler.Profile) that are read here. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds from one sample to the next. */
  readonly timeDeltas: readonly number[];
}

const IDLE = new Set(['(idle)', '(root)']);

/** Per profile: the functions and files with the most self time. */
export async function summarizeProfiles(dir: string, top = 30): Promise<string> {
  const files = (await readdir(dir)).filter((file) => file.endsWith('.cpuprofile')).toSorted();
  const parts: string[] = [];
  for (const file of files) {
    const profile = JSON.parse(await readFile(join(dir, file), 'utf8')) as CpuProfile;
    parts.push(`\n${file}\n${summarize(profile, top)}`);
  }
  return parts.join('\n');
}

function summarize({ nodes, samples, timeDeltas }: CpuProfile, top: number): string {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const functions = new Map<string, number>();
  const files = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const frame = byId.get(id);
    const spent = timeDeltas[index] ?? 0;
    if (frame === undefined || IDLE.has(frame.functionName)) continue;
    const file = shorten(frame.url);
    const name = `${frame.functionName || '(anonymous)'} ${file}${file === '' ? '' : `:${frame.lineNumber + 1}`}`;
    busy += spent;
    functions.set(name, (functions.get(name) ?? 0) + spent);
    files.set(file, (files.get(file) ?? 0) + spent);
  }
  const list = (map: ReadonlyMap<string, number>, count: number) =>
    [...map]
      .toSorted((a, b) => b[1] - a[1])
      .slice(0, count)
      .map(([name, spent]) => `  ${((spent / busy) * 100).toFixed(1).padStart(5)} %  ${name}`)
      .join('\n');
  return `busy ${(busy / 1e6).toFixed(1)} s\n by function\n${list(functions, top)}\n by file\n${list(files, top)}`;
}

function shorten(url: string): string {
  return url.replace(/^file:\/\/.*?\/(?=src\/|bench\/|node_modules\/)/u, '');
}
