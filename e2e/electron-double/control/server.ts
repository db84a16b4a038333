/** The double's end of the socket to its spec, if `LOOKOUT_DOUBLE_CONTROL` is set. */
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { app, setOnRelaunch } from '../main/app.ts';
import type { BrowserWindowDouble } from '../main/browser-window.ts';
import { onChromium } from '../runtime.ts';
import { onProblem } from '../strict.ts';
import type { ControlMessage, ControlRequest } from './contract.ts';
import { desktop } from './desktop.ts';

/** How long an app may take to quit when its spec is gone. */
const ORPHANED_MS = 10_000;

export async function startControl(): Promise<void> {
  const given = process.env['LOOKOUT_DOUBLE_CONTROL'];
  if (given === undefined) return;
  // Programs that the app starts are not controlled by this spec.
  delete process.env['LOOKOUT_DOUBLE_CONTROL'];
  const [port, secret = ''] = given.split(' ');
  const socket: Socket = connect(Number(port), '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  // When the spec is gone, nobody controls the app, so it quits or is ended.
  socket.on('error', () => {});
  socket.on('close', () => {
    setTimeout(() => app.exit(1), ORPHANED_MS).unref();
    app.quit();
  });
  socket.unref();
  const say = (message: ControlMessage): void => void socket.write(`${JSON.stringify(message)}\n`);

  say({ type: 'hello', secret, pid: process.pid });
  onProblem((problem) => say({ type: 'problem', problem }));
  setOnRelaunch(() => say({ type: 'relaunch' }));
  onChromium(({ endpoint }) => say({ type: 'chromium', endpoint }));
  app.on('browser-window-created', (_event, window: BrowserWindowDouble) => {
    window.webContents.on('did-finish-load', () => say({ type: 'loaded', windowId: window.id }));
  });
  const lines = createInterface({ input: socket }).on('error', () => {});
  lines.on('line', (line) => {
    const request = JSON.parse(line) as ControlRequest;
    void answer(request).then(say);
  });
}

async function answer({ id, group, method, args }: ControlRequest): Promise<ControlMessage> {
  try {
    const methods = desktop[group as keyof typeof desktop] as unknown as Record<string, (...all: unknown[]) => unknown>;
    const call = methods[method];
    if (call === undefined) throw new Error(`Expected a control of the double, got ${group}.${method}`);
    return { type: 'answer', id, ok: true, value: (await call(...args)) ?? null };
  } catch (error) {
    return { type: 'answer', id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
