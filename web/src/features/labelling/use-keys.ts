import { useEffect, useRef } from 'react';
import { type Command, commandOf } from '@/canvas/keys';

const typing = 'input, textarea, select, [role=listbox], [role=dialog], [contenteditable]';

/** Whether the key is for the element that has the focus, and not for the editor. */
function isTaken(event: KeyboardEvent, command: Command): boolean {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  if (target.closest(typing) || document.querySelector('[role=dialog]')) return true;
  const isCanvas = target.matches('.canvas-pane');
  if (command.name === 'next-box' || command.name === 'previous-box') return !isCanvas;
  const isControl = target.matches('button, a, summary');
  return isControl && (command.name === 'accept' || command.name === 'accept-all');
}

/** Calls `run` with what key presses ask for; it says whether it did something. */
export function useKeys(run: (command: Command) => boolean): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = event.defaultPrevented || event.isComposing ? undefined : commandOf(event);
      if (!command || isTaken(event, command)) return;
      if (latest.current(command)) event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
