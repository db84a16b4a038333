/** The JSON Schemas (draft 2020-12) of channels and rules in lookout.yaml. */
import { jsonSchemaOf } from '../check/json-schema.ts';
import { channelKinds } from './channel-registry.ts';
import { ruleSchema } from './rule-schema.ts';

const RULE: Readonly<Record<keyof typeof ruleSchema.shape, string>> = {
  name: 'The name of the rule; unique in the file.',
  enabled: 'Whether the rule is in force.',
  match: 'The endpoints that the rule is about: all fields must hold. Without it, all endpoints.',
  events:
    'What is alerted: down; degraded; slow (degraded because it is slower than usual); certificate and domain (they expire soon); budget (an objective is being missed); pattern (of the checks); noData (the endpoint cannot be judged); lookout (Lookout itself is in trouble); and up when the trouble is over after an alert.',
  expiresWithin: 'How many days before a certificate or a domain expires people are alerted, each time once.',
  pattern:
    'For the event pattern: a number of failed checks, such as 3 of 5, or how long the last checks took, such as <10,<10,>100,>100.',
  channels: 'The names of the channels to which its alerts are sent.',
  after: 'How long trouble must last before anybody is alerted.',
  repeat: 'How often the alert is repeated while nobody has acknowledged it. Without it, never.',
  steps: 'Who is alerted later while nobody has acknowledged the alert; times count from the first message.',
  titleTemplate: 'The title of its messages, in Liquid. Without it, that of the channel, or Lookout writes it.',
  bodyTemplate: 'The text of its messages, in Liquid. Without it, that of the channel, or Lookout writes it.',
  hours: 'The hours in which the rule alerts. A problem at another time is sent when they begin. Without it, always.',
};

export function ruleJsonSchema(): object {
  const { properties = {}, ...node } = jsonSchemaOf(ruleSchema);
  const described = Object.entries(RULE).map(([name, description]) => {
    const property = properties[name];
    return [name, typeof property === 'object' ? { description, ...property } : property];
  });
  return { ...node, properties: Object.fromEntries(described) };
}

/** The fields that every channel has besides its kind. */
const CHANNEL = {
  name: { type: 'string', description: 'The name, to which rules refer; unique.' },
  titleTemplate: { type: 'string', description: 'The title of messages, in Liquid. Without it, Lookout writes it.' },
  bodyTemplate: { type: 'string', description: 'The text of messages, in Liquid. Without it, Lookout writes it.' },
} as const;

export function channelJsonSchema(): object {
  return {
    type: 'object',
    required: ['kind', 'name'],
    properties: {
      kind: { enum: channelKinds.map(({ kind }) => kind), description: 'The kind of channel.' },
      ...CHANNEL,
    },
    oneOf: channelKinds.map(({ kind, title, description, schema, form }) => {
      const { properties = {}, required = [] } = jsonSchemaOf(schema);
      const fields = Object.entries(properties).map(([name, property]) => {
        const field = form.find((one) => one.name === name);
        const help = field === undefined ? {} : { title: field.label, ...(field.help && { description: field.help }) };
        return [name, typeof property === 'object' ? { ...help, ...property } : property];
      });
      return {
        type: 'object',
        title,
        properties: { kind: { const: kind, description }, ...CHANNEL, ...Object.fromEntries(fields) },
        required: ['kind', 'name', ...required],
        additionalProperties: false,
      };
    }),
  };
}
