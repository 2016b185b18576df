import { keyNames } from '@/canvas/keys';
import { Dialog } from '@/widgets/dialog';
import { useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';

/** All keys of the editor. */
export function KeyHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const text = useTexts(labellingTexts);
  const inWords = (part: string) => (text.keyWords as Readonly<Record<string, string>>)[part] ?? part;
  return (
    <Dialog title={text.helpTitle} isOpen={isOpen} onClose={onClose} wide>
      <dl className="key-help">
        {keyNames.map(({ command, keys }) => (
          <div key={command}>
            <dt>
              {keys.map((key) => (
                <span key={key} className="key-combination">
                  {key.split('+').map((part, index) => (
                    <kbd key={index}>{inWords(part || '+')}</kbd>
                  ))}
                </span>
              ))}
            </dt>
            <dd>{text.commands[command]}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
