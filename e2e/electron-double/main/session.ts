/** `session` and `protocol`: permissions of pages, and handlers of the app's own schemes. */
import type { CustomScheme, Protocol, Session as ElectronSession } from 'electron';
import { addScheme } from '../addresses.ts';
import { needReady, state } from '../runtime.ts';
import { lacks, strictEmitter, strictObject } from '../strict.ts';

type SchemeHandler = Parameters<Protocol['handle']>[1];
type RequestHandler = Parameters<ElectronSession['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<ElectronSession['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<ElectronSession['setDevicePermissionHandler']>[0];

const privileged = new Map<string, NonNullable<CustomScheme['privileges']>>();
export const schemeHandlers = new Map<string, SchemeHandler>();

type ProtocolPart = 'registerSchemesAsPrivileged' | 'handle' | 'unhandle';

export const protocol = strictObject('protocol', {
  registerSchemesAsPrivileged(schemes) {
    if (state.ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges = {} } of schemes) {
      // In Chromium, the scheme is a web scheme, so only schemes that behave like one are supported.
      if (!privileges.standard || !privileges.secure) lacks(`scheme that is not both standard and secure: ${scheme}`);
      if (privileges.bypassCSP) lacks(`scheme with bypassCSP: ${scheme}`);
      privileged.set(scheme, privileges);
      addScheme(scheme);
    }
  },
  handle(scheme, handler) {
    needReady('protocol can only be used after app is ready');
    if (!privileged.has(scheme)) lacks(`protocol.handle for a scheme that was not registered as privileged: ${scheme}`);
    if (schemeHandlers.has(scheme)) throw new Error('Failed to register protocol: ' + scheme);
    schemeHandlers.set(scheme, handler);
  },
  unhandle(scheme) {
    if (!schemeHandlers.delete(scheme)) throw new Error('Failed to unhandle protocol: ' + scheme);
  },
} satisfies Pick<Protocol, ProtocolPart>);

type SessionPart = 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler';

class SessionDouble extends strictEmitter('session') implements Pick<ElectronSession, SessionPart> {
  requestHandler: RequestHandler = null;
  checkHandler: CheckHandler = null;
  deviceHandler: DeviceHandler = null;
  readonly protocol = protocol;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.requestHandler = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    this.checkHandler = handler;
  }
  setDevicePermissionHandler(handler: DeviceHandler): void {
    this.deviceHandler = handler;
  }
}

/** The session of every window. There are no partitions. */
export const defaultSession = new SessionDouble();

export const session = strictObject('session', {
  get defaultSession() {
    needReady('Session can only be received when app is ready');
    return defaultSession;
  },
});
