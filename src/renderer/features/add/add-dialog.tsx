import { FileDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { useCapabilities, useKinds } from '../../live/hooks.ts';
import { closeEndpointDialog, type EndpointDialogRequest } from '../../navigation/open-endpoint-dialog.ts';
import { pickFiles, pickFolder } from '../import/pick-file.ts';
import type { Pick } from '../import/picked-files.ts';
import { useReadImport } from '../import/use-read-import.ts';
import css from './add-dialog.module.css';
import { PasteBox } from './paste-box.tsx';
import { useEndpointForm } from './use-endpoint-form.tsx';
import { usePasteDraft } from './use-paste-draft.ts';

const WAYS = [
  { value: 'paste', label: 'Paste many' },
  { value: 'form', label: 'Fill in a form' },
] as const;
const FILE_WAY = { value: 'file', label: 'From a file' } as const;

/** Adds endpoints: from pasted text, from a form, or from a file. The input stays when a person switches tabs. */
export function AddDialog({ request }: { readonly request: Extract<EndpointDialogRequest, { mode: 'add' }> }) {
  const kinds = useKinds();
  const [way, setWay] = useState<'paste' | 'form' | 'file'>(request.form === true ? 'form' : 'paste');
  const draft = usePasteDraft(request.text);
  const form = useEndpointForm({
    submit: 'Add',
    kind: kinds[0]?.kind ?? '',
    values: {},
    id: null,
    onSaved: () => {
      if (latest.current.pasted) setWay('paste');
      else closeEndpointDialog();
    },
  });
  const pasted = draft.text.trim() !== '';
  const { unsaved } = form;
  // Adding takes a moment, in which a person may enter something in the other tab.
  const latest = useRef({ pasted, unsaved });
  useEffect(() => {
    latest.current = { pasted, unsaved };
  });
  const ways = useCapabilities().import ? [...WAYS, FILE_WAY] : WAYS;
  return (
    <Dialog
      open
      onOpenChange={closeEndpointDialog}
      title={way === 'form' ? 'Add an endpoint' : 'Add endpoints'}
      width={680}
      unsaved={pasted || unsaved}
      footer={way === 'form' ? form.footer : undefined}
    >
      <div className={css.ways}>
        <ToggleGroup label="How to add endpoints" value={way} onChange={setWay} options={ways} />
      </div>
      {way === 'form' ? form.body : null}
      {way === 'file' ? <FromFile /> : null}
      {way === 'paste' ? (
        <PasteBox
          draft={draft}
          onAdded={(_, rest) => {
            if (rest === '' && !latest.current.unsaved) closeEndpointDialog();
          }}
        />
      ) : null}
    </Dialog>
  );
}

function FromFile() {
  const readImport = useReadImport();
  const onPick = (pick: Pick) => {
    closeEndpointDialog();
    void readImport(pick);
  };
  return (
    <div data-takes-files>
      <EmptyState
        icon={FileDown}
        title="Import files"
        action={
          <div className={css.pick}>
            <Button variant="primary" onClick={() => pickFiles(onPick)}>
              Choose files
            </Button>
            <Button onClick={() => pickFolder(onPick)}>Choose a folder</Button>
          </div>
        }
      >
        A lookout.yaml, or files of another tool, such as Uptime Kuma, Gatus, Postman or curl. You first see what they
        would add. You can also drop files or a folder on the window.
      </EmptyState>
    </div>
  );
}
