import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ExportDialog } from '../exports/export-dialog.tsx';
import { Fact } from './fact.tsx';

/** Exports single results. */
export function ResultsFact() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Fact
      name="Results"
      action={
        <Button size="sm" icon={FileDown} onClick={() => setOpen(true)}>
          Export…
        </Button>
      }
    >
      Every single check of any range, as CSV, JSON Lines, Parquet or SQLite
      {isOpen ? <ExportDialog onClose={() => setOpen(false)} /> : null}
    </Fact>
  );
}
