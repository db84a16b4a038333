import { useState } from 'react';
import type { UpdateState } from '../../../contract/channels/host.ts';
import { Button } from '../../components/button.tsx';
import { useCommand } from '../../live/use-command.ts';
import { Fact } from './fact.tsx';

const WORDS = {
  none: () => 'Lookout is up to date.',
  available: (version: string) => `Lookout ${version} is available. It is downloaded only when you ask for it.`,
  downloaded: (version: string) => `Lookout ${version} is downloaded and will be installed at the next start.`,
} as const;

/** Checks for updates, downloads and installs them, each only on request. */
export function UpdateFact() {
  const command = useCommand();
  const [state, setState] = useState<UpdateState | null>(null);
  const [busy, setBusy] = useState(false);

  const step = async (title: string, channel: 'host.checkForUpdates' | 'host.downloadUpdate') => {
    setBusy(true);
    const next = await command(title, channel, {});
    setBusy(false);
    if (next !== undefined) setState(next);
  };
  const look = () => void step('Could not check for updates', 'host.checkForUpdates');
  const download = () => void step('Could not download the update', 'host.downloadUpdate');
  const install = () => void command('Could not install the update', 'host.installUpdate', {});

  return (
    <Fact
      name="Updates"
      action={
        state?.status === 'available' ? (
          <Button size="sm" busy={busy} onClick={download}>
            Download
          </Button>
        ) : state?.status === 'downloaded' ? (
          <Button size="sm" onClick={install}>
            Restart now
          </Button>
        ) : (
          <Button size="sm" busy={busy} onClick={look}>
            Check for updates
          </Button>
        )
      }
    >
      <span aria-live="polite">
        {state === null
          ? 'Lookout checks once a day, and downloads nothing unless you ask.'
          : state.status === 'none'
            ? WORDS.none()
            : WORDS[state.status](state.version)}
      </span>
    </Fact>
  );
}
