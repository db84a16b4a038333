/** The fields `host` and `port`, of every kind that connects to a service. */
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { accepts } from '../../base/accepts.ts';
import { wholeNumberSchema } from '../common.ts';
import { ipVersion } from '../net/address/ip-version.ts';

/** A name or an address, in lower case; an IPv6 address may be in brackets, and parses to one without. */
export function hostSchema() {
  return accepts(
    'host',
    {},
    z
      .string()
      .max(300)
      .transform((text, context) => {
        const bare = text.trim().replace(/^\[(.*)\]$/u, '$1');
        // Names beyond ASCII are converted as in RFC 5891. The result is empty for a text that cannot be a name.
        // `domainToASCII` stops at what is not part of a name, and would return `host` for `host/path`.
        const isBare = !/[\s/\\?#@:]/u.test(bare);
        const name = ipVersion(bare) !== 0 ? bare.toLowerCase() : isBare ? domainToASCII(bare) : '';
        if (name !== '' && (ipVersion(name) !== 0 || /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/u.test(name))) return name;
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }),
  );
}

/** The same for another host that the kind does not need; empty: none. */
export function optionalHostSchema() {
  return accepts('host', {}, z.union([z.literal(''), hostSchema()])).default('');
}

export function hostField(placeholder: string): FormField {
  return {
    name: 'host',
    label: 'Host',
    type: 'text',
    section: 'target',
    required: true,
    placeholder,
    help: 'A host name or an IP address.',
  };
}

/** A port; required. A kind with a usual port adds `.default(…)`. */
export function portSchema() {
  return wholeNumberSchema(1, 65_535);
}

/** @param preset the usual port of the service; undefined: it has none, so the field is required */
export function portField(preset?: number): FormField {
  return {
    name: 'port',
    label: 'Port',
    type: 'number',
    section: 'target',
    ...(preset === undefined ? { required: true, placeholder: '5432' } : { default: preset }),
    min: 1,
    max: 65_535,
    help: `The port of the service; 1 to 65535.${preset === undefined ? '' : ` Usually ${preset}.`}`,
  };
}

/** The host of a URL, without brackets around an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/u, '$1');
}

/** `host:port` as people read it, IPv6 addresses in brackets. */
export function formatHostPort({ host, port }: { readonly host: string; readonly port: number }): string {
  return ipVersion(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}
