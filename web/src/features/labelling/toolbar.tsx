import type { ReactNode } from 'react';
import type { LabelsSnapshot } from '@/api/labels';
import type { SharedCommand } from '@/canvas/key-table';
import { Button, IconButton } from '@/widgets/button';
import { useTexts } from '@/widgets/language';
import { BarStart } from './bar-start';
import { labellingTexts } from './texts';

/** What is open, and buttons for what most keys do. */
export function Toolbar({
  project,
  name,
  position,
  zoom,
  snapshot,
  canGoBack,
  canGoOn,
  isEmpty,
  onCommand,
  children,
}: {
  readonly project: string;
  readonly name: string;
  readonly position: string;
  /** How large it is drawn, or how much is in sight. */
  readonly zoom: ReactNode;
  readonly snapshot: LabelsSnapshot<unknown> | null;
  readonly canGoBack: boolean;
  readonly canGoOn: boolean;
  /** Labelled as having nothing to find or to hear in it. */
  readonly isEmpty: boolean;
  readonly onCommand: (command: SharedCommand) => void;
  /** Buttons that only this editor has. */
  readonly children?: ReactNode;
}) {
  const text = useTexts(labellingTexts);
  const history = snapshot?.history;
  return (
    <header className="labelling-bar">
      <BarStart project={project} name={name} position={position} snapshot={snapshot} />
      <div className="bar-group">
        <IconButton
          icon="undo"
          label={text.undo}
          isDisabled={!history || history.done === 0}
          onPress={() => onCommand('undo')}
        />
        <IconButton
          icon="redo"
          label={text.redo}
          isDisabled={!history || history.done === history.edits.length}
          onPress={() => onCommand('redo')}
        />
        <span className="bar-line" />
        <IconButton icon="minus" label={text.zoomOut} onPress={() => onCommand('zoom-out')} />
        {zoom}
        <IconButton icon="plus" label={text.zoomIn} onPress={() => onCommand('zoom-in')} />
        <IconButton icon="fit" label={text.fit} onPress={() => onCommand('fit')} />
        <span className="bar-line" />
        {children}
        <IconButton icon="keyboard" label={text.help} onPress={() => onCommand('help')} />
      </div>
      <div className="bar-group">
        <Button icon={isEmpty ? 'check' : 'none'} aria-pressed={isEmpty} onPress={() => onCommand('nothing')}>
          {text.nothing}
        </Button>
        <IconButton
          icon="left"
          label={text.previous}
          isDisabled={!canGoBack}
          onPress={() => onCommand('previous-item')}
        />
        <Button look="primary" isDisabled={!canGoOn} onPress={() => onCommand('next-item')}>
          {text.next}
        </Button>
      </div>
    </header>
  );
}
