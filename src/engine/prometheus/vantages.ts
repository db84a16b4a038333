/** Reads `vantages:` of lookout.yaml. */
import { z } from 'zod';
import type { VantageConfig } from '../../contract/model/vantage.ts';
import { accepts } from '../base/accepts.ts';
import { readFields, type ReadFields } from '../endpoints/read-fields.ts';

const schema = z.strictObject({
  name: accepts('textBetween', { min: 1, max: 100 }, z.string().trim().min(1).max(100)),
  address: accepts('vantageAddress', {}, z.string().trim().max(500).refine(isAddress)),
});

export function readVantage(input: unknown): ReadFields<VantageConfig> {
  return readFields(schema, input);
}

/** Prometheus needs a host, and accepts no user, query or fragment. */
function isAddress(text: string): boolean {
  const url = vantageUrl(text);
  return url !== null && url.hostname !== '' && url.username === '' && url.search === '' && url.hash === '';
}

/** @param address `host:port`, or with `http://` or `https://` and perhaps a path before `/probe` */
export function vantageUrl(address: string): URL | null {
  return URL.parse(/^https?:\/\//u.test(address) ? address : `http://${address}`);
}
