import { useEffect, useState } from 'react';
import { Button } from './button';
import { useTexts } from './language';
import { widgetTexts } from './texts';

/** Writes to the clipboard also where the page came over plain HTTP and `navigator.clipboard` is missing. */
async function copy(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** Something to paste elsewhere, word for word. */
export function CopyBlock({ text, label }: { readonly text: string; readonly label: string }) {
  const texts = useTexts(widgetTexts);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div className="copy-block">
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{text}</code>
      </pre>
      <Button icon={copied ? 'check' : 'copy'} onPress={() => void copy(text).then(() => setCopied(true))}>
        <span aria-live="polite">{copied ? texts.copied : texts.copy}</span>
      </Button>
    </div>
  );
}
