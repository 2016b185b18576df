import type { ChosenFile } from '@/model/upload-plan';

async function readDirectory(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const entries: FileSystemEntry[] = [];
  while (true) {
    // A reader hands out a hundred entries at a time, and nothing at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return entries;
    entries.push(...some);
  }
}

async function filesBelow(entry: FileSystemEntry, folder: string): Promise<ChosenFile[]> {
  const path = folder ? `${folder}/${entry.name}` : entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path, file }];
  }
  const files: ChosenFile[] = [];
  for (const child of await readDirectory(entry as FileSystemDirectoryEntry))
    files.push(...(await filesBelow(child, path)));
  return files;
}

/** All files of a drop, those in dropped folders included. Must be called before the event handler returns. */
export async function filesOfDrop(transfer: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null));
  const plain = [...transfer.files];
  if (entries.every((entry) => entry === null)) return plain.map((file) => ({ path: file.name, file }));
  const files: ChosenFile[] = [];
  for (const entry of entries) if (entry) files.push(...(await filesBelow(entry, '')));
  return files;
}

/** The files of an <input type="file">, with their paths where a folder was chosen. */
export function filesOfList(list: FileList | null): ChosenFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}
