/** The part of net-snmp that Lookout uses; the package has no types of its own. */
declare module 'net-snmp' {
  import type { EventEmitter } from 'node:events';

  export interface Varbind {
    readonly oid: string;
    readonly type: number;
    readonly value: unknown;
  }

  export interface Session extends EventEmitter {
    get(oids: readonly string[], callback: (error: Error | null, varbinds?: readonly Varbind[]) => void): void;
    cancelRequests(error: Error): void;
    close(): void;
  }

  export interface User {
    readonly name: string;
    readonly level: number;
    readonly authProtocol?: number;
    readonly authKey?: string;
    readonly privProtocol?: number;
    readonly privKey?: string;
  }

  export interface SessionOptions {
    readonly port: number;
    readonly retries: number;
    /** The timeout of each attempt, in milliseconds. */
    readonly timeout: number;
    readonly transport: 'udp4' | 'udp6';
    readonly version: number;
    readonly idBitsSize?: number;
    readonly context?: string;
    readonly dgramModule: { createSocket(type: string): EventEmitter };
  }

  interface NetSnmp {
    createSession(target: string, community: string, options: SessionOptions): Session;
    createV3Session(target: string, user: User, options: SessionOptions): Session;
    readonly Version1: number;
    readonly Version2c: number;
    readonly Version3: number;
    /** Names by number, and numbers by name. */
    readonly ObjectType: Readonly<Record<string, number>> & Readonly<Record<number, string>>;
    readonly SecurityLevel: Readonly<Record<'noAuthNoPriv' | 'authNoPriv' | 'authPriv', number>>;
    readonly AuthProtocols: Readonly<Record<string, number>>;
    readonly PrivProtocols: Readonly<Record<string, number>>;
  }

  const snmp: NetSnmp;
  export default snmp;
}
