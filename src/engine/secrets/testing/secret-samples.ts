/** Test code: endpoints of every kind with secrets, and what would reveal one of them. */
import { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { Json } from '../../../contract/model/units.ts';
import type { CheckKind } from '../../check/kind.ts';
import { checkKinds, parseEndpoint } from '../../check/registry.ts';
import type { KindFixture } from '../../check/testing/kind-fixture.ts';

/** Each contains characters that URLs, HTML, JSON and base64 encode. */
export const secretOf = (field: string) => `s3cr3t&${field}/"<é>+hunter2`;
/** Texts that reveal any of the secrets. */
export const REVEALING = 'hunter2';
/** A secret that every protocol can send. */
export const PLAIN = 's3cr3thunter2';
/** The same texts in base64, at any offset. */
export const REVEALING_BASE64 = [0, 1, 2].map((before) =>
  Buffer.from(`${'-'.repeat(before)}${REVEALING}`)
    .toString('base64')
    .slice(Math.ceil((before * 8) / 6), Math.floor(((before + REVEALING.length) * 8) / 6)),
);

/** Fields that take any text. Those with a format, such as a private key, have tests of their own. */
export const isSecret = (field: FormField) =>
  (field.secret === true && !FORMATTED.has(field.name)) || field.secretNames !== undefined;
const FORMATTED: ReadonlySet<string> = new Set(
  checkKinds.flatMap(({ form, schema }) =>
    form
      .filter(({ name, secret }) => {
        const part = schema.shape[name];
        return secret === true && part instanceof z.ZodType && !part.safeParse(secretOf(name)).success;
      })
      .map(({ name }) => name),
  ),
);
export const kindsWithSecrets = checkKinds.filter((kind) => kind.form.some(isSecret));

/** Names that match the pattern of a field of pairs, so that they are secret. */
const KNOWN = [
  'Authorization',
  'Cookie',
  'Private-Token',
  'Proxy-Authorization',
  'X-Api-Key',
  'X_API_KEY',
  'X-Auth',
  'X-Auth-Key',
  'X-JWT',
  'DD-APPLICATION-KEY',
  'Ocp-Apim-Subscription-Key',
  'X-Functions-Key',
];
/** A name that no pattern knows, which a person marks as secret. */
const MARKED = 'X-Tenant';
export const namesOf = ({ secretList }: FormField) => (secretList === undefined ? KNOWN : [...KNOWN, MARKED]);

/** The smallest endpoint of a kind, against a server on this port instead of the one of its fixture. */
export async function exampleOf({ kind }: CheckKind, port: number): Promise<EndpointInput> {
  const { fixture } = (await import(`../../check/kinds/${kind}/testing/fixture.ts`)) as {
    readonly fixture: KindFixture;
  };
  const { input, dispose } = await fixture.start('good');
  await dispose();
  const own = /\b(?:127\.0\.0\.1|localhost):(\d+)/u.exec(JSON.stringify(input))?.[1] ?? JSON.stringify(input['port']);
  const text = own === undefined ? JSON.stringify(input) : JSON.stringify(input).replaceAll(own, String(port));
  return { ...(JSON.parse(text) as EndpointInput), kind, interval: '24h', retries: 0, timeout: '3s' };
}

export function withSecrets(input: EndpointInput, fields: readonly FormField[], secret = secretOf): EndpointInput {
  const more: Record<string, Json | undefined> = {};
  for (const field of fields.filter(isSecret)) {
    const pairs = input[field.name];
    more[field.name] =
      field.secret === true
        ? secret(field.name)
        : {
            ...(pairs as object),
            ...Object.fromEntries(namesOf(field).map((name) => [name, `Bearer ${secret(name)}`])),
          };
    if (field.secretList !== undefined) more[field.secretList] = [MARKED.toLowerCase()];
  }
  return { ...input, ...more };
}

function isPairs(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As many secrets as the kind takes together, one field after the other. */
export function fewer({ form }: CheckKind, example: EndpointInput): EndpointInput {
  let input = example;
  for (const field of form.filter(isSecret)) {
    for (const name of field.secret === true ? [''] : namesOf(field)) {
      const given = input[field.name];
      const pairs = isPairs(given) ? given : {};
      // Some protocols have only lower case, only ASCII, or only short texts.
      const candidates = [`Bearer ${secretOf(name)}`, PLAIN].flatMap((value) => [
        { ...input, [field.name]: field.secret === true ? value : { ...pairs, [name]: value } },
        { ...input, [field.name]: field.secret === true ? value : { ...pairs, [name.toLowerCase()]: value } },
      ]);
      input = candidates.find((candidate) => parseEndpoint(candidate).ok) ?? input;
    }
  }
  return input;
}
