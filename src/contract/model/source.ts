import type { Scope } from './access.ts';
import type { Message } from './text.ts';
import type { EpochMs } from './units.ts';

/**
 * Where endpoints are watched. An endpoint's id contains its source: `SOURCE~ID`, or just `ID` for the local engine.
 * Endpoints of different sources therefore never share an id. `shared/endpoint-id.ts` reads and writes such ids.
 */
export type SourceId = string;

/** The engine of this process, or of the host that serves the page. */
export const LOCAL_SOURCE: SourceId = 'local';

/** What a source can do besides reporting its endpoints. The page offers nothing that a source cannot do. */
export interface Capabilities {
  /** Add, change, remove and restore endpoints, and test a config. */
  readonly edit: boolean;
  /** Pause and resume. */
  readonly pause: boolean;
  readonly checkNow: boolean;
  /** Acknowledge, silence, start maintenance, and write comments and notes. */
  readonly respond: boolean;
  /** Import files of endpoints. */
  readonly import: boolean;
  readonly changeSettings: boolean;
  /** Endpoints are checked from vantage points, by Prometheus. Such checks keep no evidence. */
  readonly vantages: boolean;
}

/** The capabilities of a source that is not connected. */
export const NO_CAPABILITIES: Capabilities = {
  edit: false,
  pause: false,
  checkNow: false,
  respond: false,
  import: false,
  changeSettings: false,
  vantages: false,
};

/** An engine whose endpoints a page shows. */
export interface Source {
  readonly id: SourceId;
  readonly capabilities: Capabilities;
  /** Its name; absent: the engine of this Lookout. */
  readonly name?: string;
  /** The connection to a remote Lookout. Absent: the engine of this Lookout. */
  readonly connection?: SourceConnection;
}

/**
 * `connecting`: for the first time. `reconnecting`: the connection was lost, or there never was one, and Lookout tries
 * again and again. `refused`: only a change helps, such as another token; Lookout tries again each minute.
 */
export type SourceState = 'connecting' | 'connected' | 'reconnecting' | 'refused';

/** The connection to a remote Lookout. */
export interface SourceConnection {
  readonly state: SourceState;
  /** When this state began. */
  readonly since: EpochMs;
  /**
   * When the remote Lookout last sent something; null: never since Lookout started. The page shows the state from that
   * time.
   */
  readonly lastContact: EpochMs | null;
  /** Why it is not connected; null: it is, or nothing has failed yet. */
  readonly problem: Message | null;
  /** The version of the remote Lookout; null: not known yet. */
  readonly version: string | null;
  /** What the token allows; null: not known yet. */
  readonly scope: Scope | null;
}

/** The config of a remote Lookout. */
export interface SourceConfig {
  /** 1 to 60 characters, unique. */
  readonly name: string;
  /** `https://host[:port][/path]`, or `http://`, without encryption. */
  readonly address: string;
  /** The SHA-256 fingerprint of a certificate to trust even if it cannot be verified; empty: none. */
  readonly fingerprint: string;
  /** Whether this Lookout shows the notifications of the remote one. */
  readonly notifications: boolean;
}

/** A remote Lookout as it is stored. The token never leaves the engine. */
export interface SourceView {
  readonly id: SourceId;
  readonly config: SourceConfig;
}

/** A remote Lookout as a form or a script gives it. */
export interface SourceInput {
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  /** A token that `lookout tokens` or the page of the remote Lookout created. Absent or empty: the stored one stays. */
  readonly token?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly notifications?: boolean | undefined;
}

/** The result of a connection test. */
export type SourceTest =
  | {
      readonly ok: true;
      readonly version: string;
      readonly scope: Scope;
      readonly endpoints: number;
      readonly tookMs: number;
    }
  | {
      readonly ok: false;
      readonly problem: Message;
      /**
       * The fingerprint of the certificate that could not be verified, for people to compare and trust; null: the
       * problem is another one.
       */
      readonly fingerprint: string | null;
    };
