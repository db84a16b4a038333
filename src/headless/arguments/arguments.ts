/** The arguments of each command, as `parseArguments` returns them. */
import type { ConfigFormat } from '../../contract/channels/config.ts';
import type { Scope } from '../../contract/model/access.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import type { ResultFormat } from '../../contract/model/result-export.ts';

export interface ServeArguments {
  readonly command: 'serve';
  /** Null: the platform's. */
  readonly dataDir: string | null;
  readonly host: string;
  /** Null: the usual one, or a free one. */
  readonly port: number | null;
  /** The origin at which a reverse proxy serves the page, such as `https://lookout.example.org`; null: there is none. */
  readonly publicUrl: string | null;
  /** As given; null: from elsewhere, see `readToken`. */
  readonly token: string | null;
  readonly tokenFile: string | null;
  /** The file with the token for `/probe` and `/metrics`; null: see `readScrapeToken`. */
  readonly scrapeTokenFile: string | null;
  /** From where `/probe` and `/metrics` need no token: addresses and networks. */
  readonly scrapeFrom: readonly string[];
  /** The address of the Prometheus that has the endpoints checked; null: see `readPrometheus`. */
  readonly prometheus: string | null;
  /** The folder for the file with the targets of Prometheus. */
  readonly targetsDir: string | null;
  /** The file with the key that vantage points share; null: see `readVantageKey`. */
  readonly vantageKeyFile: string | null;
  readonly config: string | null;
  readonly open: boolean;
}

export interface CheckArguments {
  readonly command: 'check';
  /** As given; `-`: standard input. */
  readonly targets: readonly string[];
  readonly json: boolean;
  readonly config: string | null;
  /** As written; null: each endpoint's own. */
  readonly timeout: string | null;
  readonly concurrency: number;
}

/** How a command reaches a running Lookout. */
export interface RemoteArguments {
  /** Where `lookout serve` is, such as `http://127.0.0.1:4477`. */
  readonly url: string;
  /** As given; null: from elsewhere, see `readToken`. */
  readonly token: string | null;
  readonly tokenFile: string | null;
}

export interface AnnotateArguments extends RemoteArguments {
  readonly command: 'annotate';
  readonly text: string;
  readonly kind: 'deploy' | 'note';
  /** Epoch milliseconds; null: now. */
  readonly at: number | null;
  readonly to: number | null;
  readonly by: string | null;
  readonly match: EndpointMatch;
}

export interface ReportArguments extends Omit<RemoteArguments, 'url'> {
  readonly command: 'report';
  readonly from: number;
  readonly to: number;
  readonly format: 'html' | 'pdf' | 'csv' | 'json';
  /** Null: standard output. */
  readonly out: string | null;
  readonly match: EndpointMatch;
  readonly mask: boolean;
  /** Null: the platform's. */
  readonly dataDir: string | null;
  /** The address of a running Lookout; null: read the data folder. */
  readonly url: string | null;
}

export interface ExportArguments {
  readonly command: 'export';
  readonly from: number;
  readonly to: number;
  readonly format: ResultFormat;
  readonly out: string;
  readonly match: EndpointMatch;
  /** Null: the platform's. */
  readonly dataDir: string | null;
}

export interface TokenArguments extends RemoteArguments {
  readonly command: 'token';
  readonly action: 'list' | 'create' | 'revoke';
  /** The name of the token; empty for `list`. */
  readonly name: string;
  readonly scope: Scope;
}

export interface McpArguments extends RemoteArguments {
  readonly command: 'mcp';
  /** Whether an assistant may start checks and acknowledge. */
  readonly allowChanges: boolean;
}

export interface StatusPageArguments extends RemoteArguments {
  readonly command: 'status-page';
  /** The name of the page; null: the first one. */
  readonly page: string | null;
  /** The folder to write it into. */
  readonly out: string;
}

export interface ImportResultsArguments {
  readonly command: 'import-results';
  readonly file: string;
  /** Null: the platform's. */
  readonly dataDir: string | null;
}

export interface ImportArguments {
  readonly command: 'import';
  /** Files and folders. */
  readonly files: readonly string[];
  /** The name of a format; null: it is recognized from the content. */
  readonly from: string | null;
  readonly dryRun: boolean;
  readonly json: boolean;
  /** A lookout.yaml to write; null: standard output. */
  readonly out: string | null;
  /** The folder with the data to add the endpoints to; null: none. */
  readonly dataDir: string | null;
  /** Whether past checks are imported, too; only with `dataDir`. */
  readonly history: boolean;
}

export interface ExportConfigArguments extends RemoteArguments {
  readonly command: 'export-config';
  /** The data folder of a Lookout that does not run; null: ask a running one. */
  readonly dataDir: string | null;
  readonly format: ConfigFormat;
  /** Null: standard output. */
  readonly out: string | null;
}

export interface PlanArguments extends RemoteArguments {
  readonly command: 'plan' | 'apply';
  readonly config: string;
  readonly json: boolean;
  /** Whether what the file does not have is removed. */
  readonly remove: boolean;
}

export type Arguments =
  | ServeArguments
  | CheckArguments
  | AnnotateArguments
  | ReportArguments
  | ExportArguments
  | ImportResultsArguments
  | TokenArguments
  | McpArguments
  | StatusPageArguments
  | ImportArguments
  | ExportConfigArguments
  | PlanArguments
  | { readonly command: 'help' | 'version' };
