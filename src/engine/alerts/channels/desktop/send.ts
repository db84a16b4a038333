import type { ChannelSender } from '../../channel-kind.ts';

export const sender: ChannelSender = {
  async send(_, { id, title, text, resolved, endpoints }, { notify }) {
    notify({
      tag: id,
      code: 'alert.message',
      params: { title, text },
      endpointId: endpoints.length === 1 ? (endpoints[0]?.endpointId ?? null) : null,
      kind: resolved ? 'up' : 'down',
    });
    return { outcome: 'delivered', answer: '' };
  },
};
