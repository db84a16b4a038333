import type { HostInfo } from '../contract/model/host.ts';
import type { CheckKind, Resolver } from './check/kind.ts';
import type { RenderReport } from './history/report-schedules.ts';
import type { Ports } from './ports.ts';
import type { PrometheusOptions } from './prometheus/prometheus-source.ts';
import type { RemoteTimes } from './remote/remote-times.ts';
import type { Store } from './store/store.ts';

export interface EngineOptions {
  readonly ports: Ports;
  readonly store: Store;
  readonly host: HostInfo;
  readonly resolver: Resolver;
  /** Default: all kinds of the registry. */
  readonly kinds?: readonly CheckKind[];
  /** The module of the worker thread that reads imported files. Default: nothing can be imported. */
  readonly importWorkerUrl?: URL;
  /** The module of the worker thread that runs queries in conditions. Default: conditions with queries fail. */
  readonly queryWorkerUrl?: URL;
  /** Makes the files of reports. Default: scheduled reports are JSON, and there is no PDF. */
  readonly renderReport?: RenderReport;
  /** The delays and timeouts of connections to remote Lookouts. Default `REMOTE_TIMES`. */
  readonly remoteTimes?: RemoteTimes;
  /**
   * Finds the route to the host of an endpoint that went down (`machine/trace-route.ts`). Default: no route is traced.
   */
  readonly traceRoute?: (host: string) => Promise<string | null>;
  /** Set if Prometheus has vantage points check the endpoints. Default: this process checks them. */
  readonly prometheus?: PrometheusOptions;
  /** The key of other Lookouts whose endpoints this one checks; see `EndpointSeal`. Default: there are none. */
  readonly vantageKey?: string;
}
