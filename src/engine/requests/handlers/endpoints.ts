import type { EndpointRequests, TriedCheck } from '../../../contract/channels/endpoints.ts';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { issueOf } from '../../base/issues.ts';
import { inTimeSlices } from '../../base/time-slices.ts';
import { invalid } from '../../base/request-error.ts';
import type { CheckKind } from '../../check/kind.ts';
import { loadLibraries } from '../../conditions/libraries.ts';
import { conditionProblems } from '../../check/parse-endpoint.ts';
import { findKind } from '../../check/registry.ts';
import { targetsIn } from '../../check/paste/paste.ts';
import type { EndpointCommands } from '../../endpoints/commands.ts';
import type { Entry } from '../../endpoints/read-endpoints.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import type { Clock } from '../../ports.ts';
import type { HandlersOf } from './handler.ts';

export interface EndpointHandlerParts {
  readonly clock: Clock;
  readonly registry: EndpointRegistry;
  readonly commands: EndpointCommands;
  readonly kinds: readonly CheckKind[];
  /** Fills in the settings for new endpoints. */
  readonly complete: (input: EndpointInput) => EndpointInput;
  /** Checks a config once, outside the schedule. Nothing is stored. */
  readonly test: (entry: Entry) => Promise<TriedCheck>;
}

export function endpointHandlers(parts: EndpointHandlerParts): HandlersOf<keyof EndpointRequests> {
  const { clock, registry, commands, kinds, complete, test } = parts;
  return {
    'endpoints.parse': async ({ text }) => {
      const targets = new Set([...registry].map(({ endpoint }) => endpoint.target));
      const lines = await inTimeSlices(targetsIn(text, kinds), (line) => {
        if (line?.target === undefined) return line;
        const duplicate = targets.has(line.target);
        targets.add(line.target);
        return duplicate ? { ...line, duplicate } : line;
      });
      return lines.filter((line) => line !== null);
    },
    'endpoints.create': ({ endpoints, secretsOf }) => commands.create(endpoints.map(complete), { secretsOf }),
    'endpoints.update': ({ id, config }) => commands.update(id, complete(config)),
    'conditions.check': async ({ kind: name, dialect, conditions }) => {
      const kind = findKind(name, kinds);
      if (kind === undefined) {
        const options = kinds.map((one) => one.kind);
        throw invalid([issueOf('unknownKind', 'kind', { options, suggestion: null }, { given: name })]);
      }
      await loadLibraries();
      return [...conditionProblems(kind, conditions, dialect)];
    },
    'endpoints.remove': ({ ids }) => commands.remove(ids),
    'endpoints.restore': ({ ids }) => commands.restore(ids),
    'endpoints.pause': ({ ids, until = null }) => {
      if (until !== null && until <= clock.now()) {
        throw invalid([issueOf('inPast', 'until', {}, { given: until })]);
      }
      return commands.setPaused(ids, true, until);
    },
    'endpoints.resume': ({ ids }) => commands.setPaused(ids, false),
    'endpoints.checkNow': ({ ids }) => commands.checkNow(ids),
    'endpoints.test': async ({ config, secretsOf }) => test(await commands.read(complete(config), secretsOf)),
  };
}
