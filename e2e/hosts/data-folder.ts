import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface DataFolder {
  readonly path: string;
  /** Removes a folder that was made here. One that was given belongs to the spec. */
  remove(): Promise<void>;
}

/** @param given absent: makes a new, empty one */
export async function dataFolder(given: string | undefined): Promise<DataFolder> {
  if (given !== undefined) return { path: given, remove: async () => {} };
  const path = await mkdtemp(join(tmpdir(), 'lookout-e2e-'));
  return { path, remove: () => removeFolder(path) };
}

/** Removes a folder, even if a program that has just ended, such as Chromium, still writes there for a moment. */
export function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
}
