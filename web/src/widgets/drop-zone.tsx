import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { ChosenFile } from '@/model/upload-plan';
import { Button } from './button';
import { filesOfDrop, filesOfList } from './dropped-files';
import { useFormat, useTexts } from './language';
import { Notice } from './notice';
import { widgetTexts } from './texts';

/**
 * Takes files and folders that are dropped on it; its buttons do the same for those who do not drag. What it takes is for
 * the owner to judge; what cannot be read it leaves out, and says so.
 */
export function DropZone({
  label,
  chooseFiles,
  chooseFolder,
  accept,
  multiple = true,
  compact = false,
  onFiles,
  children,
}: {
  readonly label: string;
  readonly chooseFiles: string;
  readonly chooseFolder?: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly compact?: boolean;
  readonly onFiles: (files: readonly ChosenFile[]) => void;
  readonly children?: ReactNode;
}) {
  const text = useTexts(widgetTexts);
  const format = useFormat();
  const [hovering, setHovering] = useState(false);
  const [unreadable, setUnreadable] = useState(0);
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  // React knows no such attribute; the property does the same.
  useEffect(() => {
    if (folderInput.current) folderInput.current.webkitdirectory = true;
  });
  const hover = (event: DragEvent) => {
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setHovering(true);
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setHovering(false);
    const dropped = await filesOfDrop(event.dataTransfer);
    setUnreadable(dropped.unreadable);
    onFiles(dropped.files);
  };
  const leave = (event: DragEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setHovering(false);
  };
  const choose = (input: HTMLInputElement) => {
    const files = filesOfList(input.files);
    input.value = '';
    setUnreadable(0);
    if (files.length > 0) onFiles(files);
  };
  return (
    <div
      className={`drop-zone ${compact ? 'compact' : ''}`}
      role="group"
      aria-label={label}
      data-hovering={hovering || undefined}
      onDragEnter={hover}
      onDragOver={hover}
      onDragLeave={leave}
      onDrop={(event) => void drop(event)}
    >
      {children}
      <div className="drop-zone-buttons">
        <Button look={compact ? 'secondary' : 'primary'} onPress={() => filesInput.current?.click()}>
          {chooseFiles}
        </Button>
        {chooseFolder && <Button onPress={() => folderInput.current?.click()}>{chooseFolder}</Button>}
      </div>
      <input
        ref={filesInput}
        type="file"
        hidden
        multiple={multiple}
        {...(accept ? { accept } : {})}
        aria-label={chooseFiles}
        onChange={(event) => choose(event.currentTarget)}
      />
      {chooseFolder && (
        <input
          ref={folderInput}
          type="file"
          hidden
          aria-label={chooseFolder}
          onChange={(event) => choose(event.currentTarget)}
        />
      )}
      {unreadable > 0 && (
        <Notice tone="warning" title={text.unreadable(format.number(unreadable), unreadable)} live />
      )}
    </div>
  );
}
