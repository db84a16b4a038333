/** The addresses and networks of `--scrape-from`. */
import { BlockList, isIP } from 'node:net';
import { UsageError, usageProblem } from '../base/usage-error.ts';
import { quoted } from './argument-values.ts';

/** @throws UsageError for what is neither an address nor a network */
export function readNetworks(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const { address = '', bits } = /^(?<address>[0-9a-f:.]+)(?:\/(?<bits>\d{1,3}))?$/iu.exec(text)?.groups ?? {};
    const version = isIP(address);
    const most = version === 6 ? 128 : 32;
    const prefix = bits === undefined ? most : Number(bits);
    if (version === 0 || prefix > most) throw new UsageError([usageProblem('usage.network', { given: quoted(text) })]);
    list.addSubnet(address, prefix, version === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
