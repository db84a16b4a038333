/** Asks the app's permission handlers, and sets their answer in Chromium. */
import type { WebContents } from 'electron';
import { originOf, toChromium } from '../addresses.ts';
import type { Protocol } from '../cdp.ts';
import { chromium } from '../runtime.ts';
import { defaultSession } from './session.ts';
import type { FrameDouble } from './frames.ts';

/** Electron's name -> Chromium's names. The page's world itself handles permissions without one. */
const DESCRIPTORS: Readonly<Record<string, readonly Protocol.Browser.PermissionDescriptor[]>> = {
  notifications: [{ name: 'notifications' }],
  geolocation: [{ name: 'geolocation' }],
  media: [{ name: 'camera' }, { name: 'microphone' }],
  'clipboard-read': [{ name: 'clipboard-read' }],
  'clipboard-sanitized-write': [{ name: 'clipboard-write' }],
  midi: [{ name: 'midi' }],
};

type Asked = Parameters<NonNullable<typeof defaultSession.requestHandler>>;
type Checked = Parameters<NonNullable<typeof defaultSession.checkHandler>>;

export interface PermissionQuestion {
  readonly permission: string;
  /** The page only asks whether it would be granted. */
  readonly query: boolean;
  readonly contents: object;
  readonly frame: FrameDouble | null;
  readonly userData: string;
}

/** @returns whether it is granted; without handlers it is, as in Electron */
export async function decidePermission(question: PermissionQuestion): Promise<boolean> {
  const { permission, query, contents, frame, userData } = question;
  const url = frame?.url ?? '';
  const isMainFrame = frame?.parent === null;
  const check = defaultSession.checkHandler;
  const details = { isMainFrame, requestingUrl: url, securityOrigin: `${originOf(url)}/` };
  let granted =
    check === null || check(contents as WebContents, permission as Checked[1], `${originOf(url)}/`, details);
  const request = defaultSession.requestHandler;
  if (!query && request !== null) {
    granted = await new Promise<boolean>((resolve) => {
      request(contents as WebContents, permission as Asked[1], resolve, { isMainFrame, requestingUrl: url });
    });
  }
  const { connection } = await chromium(userData);
  for (const descriptor of DESCRIPTORS[permission] ?? []) {
    await connection.send('Browser.setPermission', {
      permission: descriptor,
      setting: granted ? 'granted' : 'denied',
      origin: new URL(toChromium(url)).origin,
    });
  }
  return granted;
}
