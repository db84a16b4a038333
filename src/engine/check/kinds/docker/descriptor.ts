import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { serviceDetails, servicePhases } from '../../http/json-service-parts.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { DEFAULT_SERVER, parseDockerAddress } from './address.ts';
import { dockerFailures } from './failures.ts';
import { dockerForm, dockerSchema, type DockerFields } from './fields.ts';
import { dockerIssues } from './issues.ts';

/** A container, by the Docker Engine API. */
export const docker: CheckKind<DockerFields> = {
  kind: 'docker',
  title: 'Docker container',
  description: 'Checks that a container runs and is healthy, and measures its memory and CPU.',
  category: 'system',
  schema: dockerSchema,
  form: dockerForm,
  phases: servicePhases,
  metrics: [
    { name: 'memory', label: 'Memory', unit: 'byte', charted: true },
    { name: 'cpu', label: 'CPU', unit: 'percent', charted: true },
    { name: 'restarts', label: 'Restarts', unit: 'count', charted: false },
    { name: 'uptime', label: 'Running for', unit: 'second', charted: false },
  ],
  details: [
    { name: 'state', label: 'State', format: 'text', brief: true },
    { name: 'health', label: 'Health', format: 'text', brief: true },
    { name: 'healthOutput', label: 'Output of the health check', format: 'code' },
    { name: 'image', label: 'Image', format: 'code' },
    { name: 'containerId', label: 'Container ID', format: 'code' },
    { name: 'startedAt', label: 'Started', format: 'time' },
    remoteAddressDetail,
    ...serviceDetails,
    tlsDetail,
  ],
  failures: dockerFailures,
  issues: dockerIssues,
  placeholders: [
    { name: 'STATUS', meaning: 'the state, such as running or exited' },
    { name: 'VALUE', meaning: 'the health: healthy, unhealthy, starting or none' },
    { name: 'BODY', meaning: 'the answer of the API about the container', parts: 'json' },
  ],
  pasteExamples: ['docker:shop-db'],
  triedAgainst: 'Podman, which speaks Docker’s API',
  example: { kind: 'docker', name: 'Shop database', container: 'shop-db', health: 'healthy', interval: '1m' },
  target: ({ container, server }) => `docker:${container}${server === DEFAULT_SERVER ? '' : `@${server}`}`,
  host: ({ server }) => {
    const address = parseDockerAddress(server);
    return address?.type === 'tcp' ? address.host : '';
  },
  parse: parseDockerTarget,
  load: () => import('./run.ts'),
};

/** Accepts `docker:NAME`, and `docker:NAME@SERVER` for another API than the local one. */
function parseDockerTarget(text: string): EndpointInput | null {
  const { container, server } = /^docker:(?<container>[^\s/@]+)(?:@(?<server>\S+))?$/iu.exec(text)?.groups ?? {};
  if (container === undefined) return null;
  return { kind: 'docker', container, ...(server === undefined ? {} : { server }) };
}
