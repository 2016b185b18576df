import { type RefObject, useEffect, useId, useRef } from 'react';
import { BoxEditor, type EditorEvents } from '@/canvas/box-editor';
import type { PaintedBox } from '@/canvas/painter';
import type { Item } from '@/model/entities';
import { useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';

/** The box editor, fed with what React knows. */
export function CanvasPane({
  item,
  image,
  boxes,
  selected,
  colour,
  events,
  editor,
}: {
  readonly item: Item;
  /** null until it is there. */
  readonly image: HTMLImageElement | null;
  readonly boxes: readonly PaintedBox[];
  readonly selected: readonly number[];
  /** Of a box to come. */
  readonly colour: string;
  readonly events: EditorEvents;
  readonly editor: RefObject<BoxEditor | null>;
}) {
  const text = useTexts(labellingTexts);
  const helpId = useId();
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(events);
  latest.current = events;
  useEffect(() => {
    if (!element.current) return;
    const made = new BoxEditor(element.current, {
      onChange: (...given) => latest.current.onChange(...given),
      onDraw: (...given) => latest.current.onDraw(...given),
      onSelect: (...given) => latest.current.onSelect(...given),
      onZoom: (...given) => latest.current.onZoom(...given),
    });
    editor.current = made;
    const pane = element.current;
    // After the frame of the page has moved the focus to its start.
    const timer = setTimeout(() => pane.focus({ preventScroll: true }));
    return () => {
      clearTimeout(timer);
      made.close();
      editor.current = null;
    };
  }, [editor]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a picture is known by its number
  useEffect(() => editor.current?.setPicture(item), [editor, item.id]);
  useEffect(() => {
    if (image) editor.current?.setImage(image);
  }, [editor, image]);
  useEffect(() => editor.current?.setBoxes(boxes), [editor, boxes]);
  useEffect(() => editor.current?.setSelected(selected), [editor, selected]);
  useEffect(() => editor.current?.setColour(colour), [editor, colour]);
  return (
    <>
      <div
        ref={element}
        className="canvas-pane"
        role="application"
        tabIndex={0}
        aria-label={`${text.canvas}: ${item.name}`}
        aria-describedby={helpId}
        aria-busy={image === null}
        data-item={item.id}
      />
      <p id={helpId} className="visually-hidden">
        {text.canvasHelp}
      </p>
    </>
  );
}
