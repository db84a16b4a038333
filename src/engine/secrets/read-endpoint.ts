/** Reads endpoints whose secrets are not all in clear. */
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import { isRecord } from '../../shared/is-record.ts';
import type { CheckKind } from '../check/kind.ts';
import { findKind, parseEndpoint, type ParsedEndpoint } from '../check/registry.ts';
import { readKeepingSecrets, readSealed } from './read-with-secrets.ts';

/**
 * Reads the input of a page; see `readKeepingSecrets`.
 * @param stored the stored config whose secrets may be kept if it has the same kind; null: none
 */
export function readEndpoint(
  input: unknown,
  kinds: readonly CheckKind[],
  stored: EndpointConfig | null,
): ParsedEndpoint {
  const kind = kindOf(input, kinds);
  if (kind === undefined || !isRecord(input)) return parseEndpoint(input, kinds);
  const ofSameKind = stored?.kind === kind.kind ? stored : null;
  return readKeepingSecrets<EndpointConfig, ParsedEndpoint>(input, kind, ofSameKind, (given) =>
    parseEndpoint(given, kinds),
  );
}

/** Reads a stored endpoint; see `readSealed`. */
export function readStoredEndpoint(config: EndpointConfig, kinds: readonly CheckKind[]): ParsedEndpoint {
  const kind = kindOf(config, kinds);
  if (kind === undefined) return parseEndpoint(config, kinds);
  return readSealed<EndpointConfig, ParsedEndpoint>(config, kind, (given) => parseEndpoint(given, kinds));
}

function kindOf(input: unknown, kinds: readonly CheckKind[]): CheckKind | undefined {
  return isRecord(input) && typeof input['kind'] === 'string' ? findKind(input['kind'], kinds) : undefined;
}
