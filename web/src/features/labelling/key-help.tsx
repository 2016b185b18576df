import { keyNames } from '@/canvas/keys';
import { timeKeyNames } from '@/timeline/keys';
import { Dialog } from '@/widgets/dialog';
import { useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';

interface Row {
  readonly keys: readonly string[];
  readonly means: string;
}

export interface HelpProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** All keys of the box editor. */
export function KeyHelp(props: HelpProps) {
  const { commands } = useTexts(labellingTexts);
  return <Help {...props} rows={keyNames.map(({ command, keys }) => ({ keys, means: commands[command] }))} />;
}

/** All keys of the sound editor. */
export function TimeKeyHelp(props: HelpProps) {
  const { timeCommands } = useTexts(labellingTexts);
  return (
    <Help
      {...props}
      rows={timeKeyNames.map(({ command, keys }) => ({ keys, means: timeCommands[command] }))}
    />
  );
}

function Help({ isOpen, onClose, rows }: HelpProps & { readonly rows: readonly Row[] }) {
  const text = useTexts(labellingTexts);
  const inWords = (part: string) => (text.keyWords as Readonly<Record<string, string>>)[part] ?? part;
  return (
    <Dialog title={text.helpTitle} isOpen={isOpen} onClose={onClose} wide>
      <dl className="key-help">
        {rows.map(({ keys, means }) => (
          <div key={keys.join()}>
            <dt>
              {keys.map((key) => (
                <span key={key} className="key-combination">
                  {key.split('+').map((part, index) => (
                    <kbd key={index}>{inWords(part || '+')}</kbd>
                  ))}
                </span>
              ))}
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
