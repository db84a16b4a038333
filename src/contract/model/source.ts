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
  import: false,
  changeSettings: false,
  vantages: false,
};

export interface Source {
  readonly id: SourceId;
  readonly capabilities: Capabilities;
}
