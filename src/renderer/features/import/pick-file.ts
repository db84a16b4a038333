import { pickOf, pickOfFolder, type Pick } from './picked-files.ts';

/** Opens the system's file dialog for files to import. Browsers allow it only after a click or a key press. */
export function pickFiles(onPick: (pick: Pick) => void): void {
  open(
    (input) => {
      input.multiple = true;
    },
    (files) => onPick(pickOf(files)),
  );
}

/** The same for a folder. */
export function pickFolder(onPick: (pick: Pick) => void): void {
  open(
    (input) => {
      input.webkitdirectory = true;
    },
    (files) => onPick(pickOfFolder(files)),
  );
}

function open(prepare: (input: HTMLInputElement) => void, onFiles: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  prepare(input);
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    if (files.length > 0) onFiles(files);
  });
  input.click();
}
