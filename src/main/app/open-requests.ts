/** What comes to the app from outside: a second start, a link, a file, a task. */
import type { App } from 'electron';
import type { CommandLine } from './command-line.ts';
import { pathOfLink } from './links.ts';

export interface ArrivalsOptions {
  readonly app: Pick<App, 'on'>;
  /** Reads the words of another start. @throws when they cannot be read */
  readonly parse: (argv: readonly string[], workingDirectory: string) => CommandLine;
  readonly onError: (error: unknown) => void;
}

export type OpenRequest =
  | { readonly type: 'open'; readonly path?: string }
  | { readonly type: 'file'; readonly file: string }
  | { readonly type: 'checkAll' };

export interface OpenRequests {
  /** Told of what has come so far, and of what comes from now on. */
  receive(listener: (openRequest: OpenRequest) => void): void;
}

/** Must be made before the app is ready: macOS tells of what it was started with before that. */
export function createArrivals({ app, parse, onError }: ArrivalsOptions): OpenRequests {
  const waiting: OpenRequest[] = [];
  let listener: ((openRequest: OpenRequest) => void) | null = null;

  function arrive(openRequest: OpenRequest | null): void {
    if (openRequest === null) return;
    if (listener === null) waiting.push(openRequest);
    else listener(openRequest);
  }

  app.on('second-instance', (_event, argv, workingDirectory) => {
    try {
      arrive(openRequestOf(parse(argv, workingDirectory)));
    } catch (error) {
      onError(error);
      arrive({ type: 'open' });
    }
  });
  app.on('activate', () => arrive({ type: 'open' }));
  // Both are of macOS; elsewhere links and files come as arguments.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const path = pathOfLink(url);
    arrive(path === null ? { type: 'open' } : { type: 'open', path });
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    arrive({ type: 'file', file });
  });

  return {
    receive(to) {
      listener = to;
      for (const openRequest of waiting.splice(0)) to(openRequest);
    },
  };
}

/** What a start asks for; null: to be in the tray. */
export function openRequestOf({ hidden, path, file, command }: CommandLine): OpenRequest | null {
  if (file !== null) return { type: 'file', file };
  if (path !== null) return { type: 'open', path };
  if (command === 'checkAll') return { type: 'checkAll' };
  if (command === 'settings') return { type: 'open', path: '/settings' };
  return hidden ? null : { type: 'open' };
}
