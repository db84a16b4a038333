import { FileDown } from 'lucide-react';
import type { ConfigFormat } from '../../../contract/channels/config.ts';
import { saveFile } from '../../charts/section/save-file.ts';
import { Button } from '../../components/button.tsx';
import { toast } from '../../components/toast.tsx';
import { useCommand } from '../../live/use-command.ts';
import { Fact } from './fact.tsx';
import css from './settings.module.css';

const FORMATS = [
  ['yaml', 'YAML', 'text/yaml'],
  ['json', 'JSON', 'application/json'],
  ['csv', 'CSV', 'text/csv'],
] as const satisfies readonly (readonly [ConfigFormat, string, string])[];

/** Saves the whole configuration as a file, without secrets. */
export function ExportFact() {
  const command = useCommand();
  const save = async (format: ConfigFormat, type: string) => {
    const exported = await command('Could not export', 'config.export', { format });
    if (exported === undefined) return;
    const { text, fileName, secrets, changes } = exported;
    saveFile(new Blob([text], { type }), fileName);
    const renamed = changes.filter(({ what }) => what === 'name');
    if (renamed.length > 0) {
      const names = renamed.map(({ name, as }) => `${name} → ${as}`).join(', ');
      toast({ title: 'Some entries have another name in the file, where names must differ', body: names });
    }
    if (secrets.length === 0) return;
    const names = secrets.map(({ name }) => name).join(', ');
    toast({
      title: 'Exported without secrets',
      body: `Set these environment variables where you use the file: ${names}`,
    });
  };
  return (
    <Fact
      name="Export"
      action={
        <span className={css.actions}>
          {FORMATS.map(([format, label, type]) => (
            <Button key={format} size="sm" icon={FileDown} onClick={() => void save(format, type)}>
              {label}
            </Button>
          ))}
        </span>
      }
    >
      Endpoints, maintenance windows, silences, objectives, status pages, channels and rules; CSV has only the endpoints
    </Fact>
  );
}
