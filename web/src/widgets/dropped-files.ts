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

export interface Dropped {
  readonly files: ChosenFile[];
  /** How many files and folders the browser could not read. */
  unreadable: number;
}

async function addBelow(entry: FileSystemEntry, folder: string, dropped: Dropped): Promise<void> {
  const path = folder ? `${folder}/${entry.name}` : entry.name;
  try {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) =>
        (entry as FileSystemFileEntry).file(resolve, reject),
      );
      dropped.files.push({ path, file });
    } else {
      for (const child of await readDirectory(entry as FileSystemDirectoryEntry))
        await addBelow(child, path, dropped);
    }
  } catch {
    dropped.unreadable += 1;
  }
}

/** All files of a drop, those in dropped folders included. Must be called before the event handler returns. */
export async function filesOfDrop(transfer: DataTransfer): Promise<Dropped> {
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null));
  const plain = [...transfer.files];
  if (entries.every((entry) => entry === null))
    return { files: plain.map((file) => ({ path: file.name, file })), unreadable: 0 };
  const dropped: Dropped = { files: [], unreadable: 0 };
  for (const entry of entries) if (entry) await addBelow(entry, '', dropped);
  return dropped;
}

/** The files of an <input type="file">, with their paths where a folder was chosen. */
export function filesOfList(list: FileList | null): ChosenFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}
