/** The last result of each vantage point for each endpoint. */
import { clsx } from 'clsx';
import { Globe } from 'lucide-react';
import { useMemo } from 'react';
import type { EndpointVantages, VantageLimit, VantageState } from '../../../contract/model/vantage.ts';
import { useVisible } from '../../charts/frame/use-visible.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { StatusDot } from '../../components/status.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { formatLatency, formatTime } from '../../format.ts';
import { useEndpoint, useEndpointIds, useSources, useTexts } from '../../live/hooks.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { capabilitiesOf, sourceOf } from '../../../shared/endpoint-id.ts';
import { pathOf } from '../../navigation/route.ts';
import css from './vantages-view.module.css';

/** How many rows are requested together when they become visible. */
const CHUNK = 50;
/** Pixels. */
const ROW = 35;
const NOBODY: readonly string[] = [];

export function VantagesView() {
  const all = useEndpointIds();
  const sources = useSources();
  const ids = useMemo(() => all.filter((id) => capabilitiesOf(sources, id).vantages), [all, sources]);
  // One endpoint of each source is enough to learn the vantage points.
  const firsts = useMemo(() => [...new Map(ids.map((id) => [sourceOf(id), id])).values()], [ids]);
  const { answer, trouble } = useAnswer('vantages.states', firsts.length === 0 ? null : { ids: firsts }, 'vantages');
  const vantages = answer?.vantages ?? NOBODY;
  const chunks = useMemo(
    () =>
      Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, index) =>
        ids.slice(index * CHUNK, (index + 1) * CHUNK),
      ),
    [ids],
  );
  return (
    <Page title="Vantage points">
      {answer !== null && vantages.length === 0 ? (
        <EmptyState icon={Globe} title="No vantage points">
          <p>Add them to lookout.yaml, under “vantages”. Nothing is checked until there is one.</p>
        </EmptyState>
      ) : (
        <div className={css.page}>
          <p className={css.intro}>
            What each vantage point last found of each endpoint. A vantage point that did not answer Prometheus is
            unknown, and has no vote.
          </p>
          <Trouble>{trouble}</Trouble>
          <div className={css.scroll}>
            <table className={css.matrix}>
              <thead>
                <tr>
                  <th scope="col">Endpoint</th>
                  {vantages.map((vantage) => (
                    <th key={vantage} scope="col" title={vantage}>
                      {vantage}
                    </th>
                  ))}
                </tr>
              </thead>
              {chunks.map((chunk) => (
                <Chunk key={chunk[0]} ids={chunk} vantages={vantages} />
              ))}
            </table>
          </div>
        </div>
      )}
    </Page>
  );
}

interface ChunkProps {
  readonly ids: readonly string[];
  readonly vantages: readonly string[];
}

function Chunk({ ids, vantages }: ChunkProps) {
  const [ref, visible] = useVisible<HTMLTableSectionElement>();
  const { answer } = useAnswer('vantages.states', visible ? { ids: [...ids] } : null, 'vantages');
  const byId = useMemo(() => new Map(answer?.endpoints.map((one) => [one.id, one])), [answer]);
  return (
    <tbody ref={ref}>
      {visible ? (
        ids.map((id) => <Row key={id} id={id} vantages={vantages} found={byId.get(id)} />)
      ) : (
        <tr style={{ height: ids.length * ROW }}>
          <td colSpan={vantages.length + 1} className={css.dim}>
            Loading…
          </td>
        </tr>
      )}
    </tbody>
  );
}

interface RowProps {
  readonly id: string;
  readonly vantages: readonly string[];
  /** Undefined: not loaded yet. */
  readonly found: EndpointVantages | undefined;
}

function Row({ id, vantages, found }: RowProps) {
  const view = useEndpoint(id);
  if (view === undefined) return null;
  const { endpoint, state } = view;
  return (
    <tr>
      <th scope="row">
        <span className={css.cell}>
          <StatusDot status={state.status} failing={state.failing > 0} />
          <a href={`#${pathOf({ name: 'endpoint', id })}`} title={endpoint.config.name}>
            {endpoint.config.name}
          </a>
        </span>
      </th>
      {vantages.map((vantage) => (
        <Cell
          key={vantage}
          state={found?.states.find((one) => one.vantage === vantage)}
          limit={found?.limits?.find((one) => one.vantage === vantage)}
        />
      ))}
    </tr>
  );
}

interface CellProps {
  /** Undefined: there is no result. */
  readonly state: VantageState | undefined;
  /** Undefined: the vantage point can check the endpoint, or does not have to. */
  readonly limit: VantageLimit | undefined;
}

function Cell({ state, limit }: CellProps) {
  const texts = useTexts();
  if (limit !== undefined) {
    return (
      <td className={css.dim} title={texts.issue(limit.issue)}>
        Cannot check
      </td>
    );
  }
  if (state === undefined) return <td className={css.dim}>–</td>;
  const { verdict, failure, durationMs, at } = state;
  return (
    <td className={clsx(verdict === 'down' && css.down, verdict === 'unknown' && css.unknown)} title={formatTime(at)}>
      <span className={css.cell}>
        <StatusDot status={verdict} />
        {failure === null ? formatLatency(durationMs) : texts.cause(failure)}
      </span>
    </td>
  );
}
