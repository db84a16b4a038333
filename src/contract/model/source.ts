/**
 * Where endpoints are watched. The id of an endpoint says its source: `SOURCE~ID`, or just `ID` for the local engine
 * (`shared/endpoint-id.ts` takes ids apart), so that endpoints of several sources never share an id.
 */
export type SourceId = string;

/** The engine of this process, or of the host that serves the page. */
export const LOCAL_SOURCE: SourceId = 'local';

/** What a source can do besides telling what it watches. The page offers nothing that a source cannot do. */
export interface Capabilities {
  /** Add, change, remove and restore endpoints, and test a config. */
  readonly edit: boolean;
  /** Pause and resume. */
  readonly pause: boolean;
  readonly checkNow: boolean;
  /** Import files of endpoints. */
  readonly import: boolean;
  readonly changeSettings: boolean;
}

/** Of a source that is not connected. */
export const NO_CAPABILITIES: Capabilities = {
  edit: false,
  pause: false,
  checkNow: false,
  import: false,
  changeSettings: false,
};

export interface Source {
  readonly id: SourceId;
  readonly capabilities: Capabilities;
}
