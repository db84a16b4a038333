import { FileDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { closeEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { somethingOpen } from '../../components/keys.ts';
import css from './drop-file.module.css';
import { pickOfDrop } from './picked-files.ts';
import { useReadImport } from './use-read-import.ts';

function bringsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}

/** Whether another dialog is open, whose input would be lost. */
function isBlocked(): boolean {
  return somethingOpen() && document.querySelector('[data-takes-files]') === null;
}

/** Imports files and folders that are dropped anywhere on the page, and shows a hint while they are over the page. */
export function DropFile() {
  const read = useReadImport();
  const [over, setOver] = useState(false);
  /** How many elements the pointer has entered and not left, because each element sends events. */
  const depth = useRef(0);

  useEffect(() => {
    const end = () => {
      depth.current = 0;
      setOver(false);
    };
    const onEnter = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      depth.current++;
      setOver(!isBlocked());
    };
    const onLeave = (event: DragEvent) => {
      if (bringsFiles(event) && --depth.current <= 0) end();
    };
    const onOver = (event: DragEvent) => {
      // Otherwise the browser opens the file.
      if (bringsFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      end();
      const pick = event.dataTransfer === null || isBlocked() ? null : pickOfDrop(event.dataTransfer);
      if (pick === null) return;
      closeEndpointDialog();
      void read(pick);
    };
    const events = [
      ['dragenter', onEnter],
      ['dragleave', onLeave],
      ['dragover', onOver],
      ['drop', onDrop],
    ] as const;
    for (const [name, listener] of events) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of events) window.removeEventListener(name, listener);
    };
  }, [read]);

  if (!over) return null;
  return (
    <div className={css.over} aria-hidden>
      <div className={css.hint}>
        <FileDown size={20} />
        Drop files or a folder to see what they would add
      </div>
    </div>
  );
}
