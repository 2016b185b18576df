import { useEffect, useRef } from 'react';

const typing = 'input, textarea, select, [role=listbox], [role=dialog], [contenteditable]';

/** Whether the key is for the element that has the focus, and not for the editor. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  if (target.closest(typing) || document.querySelector('[role=dialog]')) return true;
  const isCanvas = target.matches('.canvas-pane');
  if (event.key === 'Tab') return !isCanvas;
  const isControl = target.matches('button, a, summary');
  return isControl && (event.key === 'Enter' || event.key === ' ');
}

/** Calls `run` with what key presses ask for, as `commandOf` reads them; it says whether it did something. */
export function useKeys<Command>(
  commandOf: (event: KeyboardEvent) => Command | undefined,
  run: (command: Command) => boolean,
): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = event.defaultPrevented || event.isComposing ? undefined : commandOf(event);
      if (!command || isTaken(event)) return;
      if (latest.current(command)) event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [commandOf]);
}
