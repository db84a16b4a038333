import { ClipboardCopy, FileText, FolderOpen } from 'lucide-react';
import { useHost } from '../../live/hooks.ts';
import { Button } from '../../components/button.tsx';
import { useCommand } from '../../live/use-command.ts';
import { BackupFacts } from './backups.tsx';
import { ExportFact } from './export-fact.tsx';
import { Fact } from './fact.tsx';
import { ResultsFact } from './results-fact.tsx';
import css from './settings.module.css';
import { SecretsSetting } from './secrets-setting.tsx';
import { useCopyDiagnostics } from './use-copy-diagnostics.ts';

/** Where Lookout stores its data, how to export it, and how secrets are stored. */
export function DataSection() {
  const { kind } = useHost();
  return (
    <>
      <Places />
      <BackupFacts />
      {kind === 'desktop' ? <SecretsSetting /> : null}
    </>
  );
}

function Places() {
  const { dataDir, configFile, features } = useHost();
  const command = useCommand();
  const copyDiagnostics = useCopyDiagnostics();
  return (
    <dl className={css.facts}>
      <Fact
        name="Data folder"
        action={
          features.includes('dataFolder') ? (
            <span className={css.actions}>
              {features.includes('moveDataFolder') ? (
                <Button
                  size="sm"
                  onClick={() => void command('Could not move the data folder', 'host.moveDataFolder', {})}
                >
                  Move
                </Button>
              ) : null}
              <Button
                size="sm"
                icon={FolderOpen}
                onClick={() => void command('Could not open the data folder', 'host.openDataFolder', {})}
              >
                Open
              </Button>
            </span>
          ) : undefined
        }
      >
        <code>{dataDir}</code>
      </Fact>
      <Fact name="Config file">{configFile === null ? 'none' : <code>{configFile}</code>}</Fact>
      <ExportFact />
      <ResultsFact />
      {features.includes('logs') ? (
        <Fact
          name="Log"
          action={
            <Button
              size="sm"
              icon={FileText}
              onClick={() => void command('Could not open the log folder', 'host.openLogs', {})}
            >
              Open
            </Button>
          }
        >
          What Lookout did, and what went wrong.
        </Fact>
      ) : null}
      {features.includes('diagnostics') ? (
        <Fact
          name="Diagnostics"
          action={
            <Button size="sm" icon={ClipboardCopy} onClick={() => void copyDiagnostics()}>
              Copy
            </Button>
          }
        >
          Versions, settings, health and the end of the log, without secrets: for a bug report.
        </Fact>
      ) : null}
    </dl>
  );
}
