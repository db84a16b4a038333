/** The fields of a service with an API over HTTP, of every kind that uses one. */
import { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { accepts } from '../../base/accepts.ts';
import { textSchema } from '../common.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from './credentials.ts';
import { familyField, familySchema } from './family.ts';
import { hostField, hostSchema, portField, portSchema } from './host.ts';
import { tlsFields, tlsSchemas } from './tls.ts';

const PATH_CHARACTERS = 500;

/** @param port the usual port of the service */
export function httpServiceSchemas(port: number) {
  return {
    host: hostSchema(),
    port: portSchema().default(port),
    // The slash in front is added, and the ones at the end are not needed.
    path: accepts(
      'text',
      { max: PATH_CHARACTERS },
      z
        .string()
        .trim()
        .max(PATH_CHARACTERS)
        .transform((text) => text.replaceAll(/^\/+|\/+$/gu, '')),
    ).default(''),
    username: usernameSchema(),
    password: passwordSchema(),
    token: textSchema(5_000).default(''),
    ...tlsSchemas(['off', 'on'], 'off'),
    family: familySchema(),
  };
}

export interface HttpServiceForm {
  readonly target: readonly FormField[];
  readonly credentials: readonly FormField[];
  readonly connection: readonly FormField[];
}

/** The same as form fields, in three parts between which a kind puts its own. */
export function httpServiceForm(options: {
  readonly placeholder: string;
  readonly port: number;
  readonly token: Pick<FormField, 'label' | 'help'>;
}): HttpServiceForm {
  return {
    target: [
      hostField(options.placeholder),
      portField(options.port),
      {
        name: 'path',
        label: 'Path',
        type: 'text',
        section: 'target',
        advanced: true,
        default: '',
        help: 'The prefix of all paths of the API, for a service behind a proxy. Usually empty.',
      },
    ],
    credentials: [
      usernameField,
      passwordField,
      { name: 'token', type: 'text', section: 'request', advanced: true, default: '', secret: true, ...options.token },
    ],
    connection: [...tlsFields(['off', 'on'], 'off'), familyField],
  };
}
