/** Receives requests to open something: from a second start, a link, a file or a task of the jump list. */
import type { App } from 'electron';
import type { CommandLine } from './command-line.ts';
import { pathOfLink } from './links.ts';

/** What a second start passes to the running app. */
export interface StartData {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
}

export interface OpenRequestsOptions {
  readonly app: Pick<App, 'on'>;
  /** Reads the arguments of another start. @throws Error when they are wrong */
  readonly parse: (argv: readonly string[], workingDirectory: string) => CommandLine;
  readonly onError: (error: unknown) => void;
}

export type OpenRequest =
  | { readonly type: 'open'; readonly path?: string }
  | { readonly type: 'file'; readonly file: string }
  | { readonly type: 'checkAll' };

export interface OpenRequests {
  /** Passes on all requests so far, and every later one. */
  receive(listener: (request: OpenRequest) => void): void;
}

/**
 * Must be created before the app is ready, because macOS sends the link or file that it was started with before that.
 */
export function createOpenRequests({ app, parse, onError }: OpenRequestsOptions): OpenRequests {
  const waiting: OpenRequest[] = [];
  let listener: ((request: OpenRequest) => void) | null = null;

  function add(request: OpenRequest | null): void {
    if (request === null) return;
    if (listener === null) waiting.push(request);
    else listener(request);
  }

  app.on('second-instance', (_event, argv, workingDirectory, data) => {
    // Chromium changes the order of `argv` and adds to it, so that an option can lose its value.
    const start = isStartData(data) ? data : { argv, workingDirectory };
    try {
      add(openRequestOf(parse(start.argv, start.workingDirectory)));
    } catch (error) {
      onError(error);
      add({ type: 'open' });
    }
  });
  app.on('activate', () => add({ type: 'open' }));
  // Only macOS sends these two. Elsewhere, links and files are arguments.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const path = pathOfLink(url);
    add(path === null ? { type: 'open' } : { type: 'open', path });
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    add({ type: 'file', file });
  });

  return {
    receive(to) {
      listener = to;
      for (const request of waiting.splice(0)) to(request);
    },
  };
}

function isStartData(data: unknown): data is StartData {
  if (typeof data !== 'object' || data === null || !('argv' in data) || !('workingDirectory' in data)) return false;
  const { argv, workingDirectory } = data;
  return Array.isArray(argv) && argv.every((word) => typeof word === 'string') && typeof workingDirectory === 'string';
}

/** The request of a start; null: stay in the tray. */
export function openRequestOf({ hidden, path, file, command }: CommandLine): OpenRequest | null {
  if (file !== null) return { type: 'file', file };
  if (path !== null) return { type: 'open', path };
  if (command === 'checkAll') return { type: 'checkAll' };
  if (command === 'settings') return { type: 'open', path: '/settings' };
  return hidden ? null : { type: 'open' };
}
