/** `docs/channels.md`: the kinds of channels, from their descriptors alone. */
import { stringify } from 'yaml';
import { CHANNEL_CATEGORIES, type ChannelDescriptor } from '../../src/contract/model/alert-channel.ts';
import { fieldTable } from './checks.ts';

/** @param channels in the order of the registry */
export function channelsDocument(channels: readonly ChannelDescriptor[]): string {
  const sorted = CHANNEL_CATEGORIES.flatMap((category) => channels.filter((channel) => channel.category === category));
  return `<!-- Made by "npm run generate" from the descriptors of the channels, src/engine/alerts/channels/NAME/descriptor.ts. -->

# The channels

Channels deliver [alerts](alerts.md) to people. This page lists the fields of each channel, as they are under
\`channels:\` in [\`lookout.yaml\`](guide.md#lookoutyaml) and in the [API](api.md). Every channel also has a unique \`name\`, by
which rules refer to it. Secrets are stored encrypted and never shown; in a file, write them as \`\${NAME}\` and set the
environment variable.

${sorted.map(channelPart).join('\n')}`;
}

function channelPart({ kind, title, description, fields, example }: ChannelDescriptor): string {
  const entry = { name: title, kind, ...example };
  const yaml = stringify({ channels: [entry] }).trimEnd();
  const parts = [`## ${title}`, description, `\`\`\`yaml\n${yaml}\n\`\`\``];
  return `${[...parts, ...(fields.length === 0 ? [] : [fieldTable(fields)])].join('\n\n')}\n`;
}
