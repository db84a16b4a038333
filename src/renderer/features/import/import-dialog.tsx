import { CircleAlert } from 'lucide-react';
import type { ImportPreview } from '../../../contract/channels/imports.ts';
import { useTexts } from '../../live/hooks.ts';
import { formatCounted } from '../../format.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import css from './import-dialog.module.css';
import { ImportEntries } from './import-entries.tsx';
import { importPreview, type ReadingImport } from './import-preview.ts';

/** Shows the endpoints that files would add, and adds the selected ones. */
export function ImportDialog() {
  const preview = importPreview.use();
  if (preview === null) return null;
  if ('reading' in preview) return <Reading reading={preview} />;
  if (preview.problems.length > 0) return <Problems preview={preview} />;
  return <ImportEntries key={preview.id} preview={preview} onClose={close} />;
}

const close = () => importPreview.set(null);

function Reading({ reading: { reading, files, cancel } }: { readonly reading: ReadingImport }) {
  return (
    <Dialog
      open
      onOpenChange={cancel}
      title={`Reading ${reading}`}
      description="Lookout finds out what the files would add and change."
      width={480}
      footer={
        <>
          <span className={css.summary}>{files === null ? '' : formatCounted(files.found, 'file')}</span>
          <Button onClick={cancel}>Cancel</Button>
        </>
      }
    >
      <progress
        className={css.progress}
        aria-label="Reading"
        {...(files === null || files.read === 0 ? {} : { value: files.read, max: files.found })}
      />
    </Dialog>
  );
}

function Problems({ preview: { fileName, problems } }: { readonly preview: ImportPreview }) {
  const texts = useTexts();
  return (
    <Dialog
      open
      onOpenChange={close}
      title={`${fileName} cannot be imported`}
      description="Nothing was added. Correct the file and drop it here again."
      width={640}
      footer={<Button onClick={close}>Close</Button>}
    >
      <ul className={css.problems}>
        {problems.map(texts.fileIssue).map((problem) => (
          <li key={problem}>
            <CircleAlert size={14} aria-hidden />
            <span>{problem}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
