import { type RefObject, useEffect, useId, useRef } from 'react';
import { useServices } from '@/api/context';
import type { DataService } from '@/api/data';
import type { Item } from '@/model/entities';
import type { PaintedSegment } from '@/timeline/painter';
import { Player } from '@/timeline/player';
import type { SoundSource } from '@/timeline/sound-view';
import { TimeEditor, type TimeEditorEvents } from '@/timeline/time-editor';
import { useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';

/** Decoded for good: an image element would be decoded again whenever it comes back into sight. */
async function pictureAt(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const image = new Image();
  signal.addEventListener('abort', () => {
    image.src = '';
  });
  image.src = url;
  await image.decode();
  return createImageBitmap(image);
}

function sourceOf(data: DataService, project: string, { hash, sound }: Item): SoundSource {
  return {
    seconds: sound?.seconds ?? 1,
    rate: sound?.rate ?? 16_000,
    waveform: (stretch, points, signal) => data.waveform(project, hash, stretch, points, signal),
    spectrogram: (stretch, size, signal) =>
      pictureAt(data.spectrogramUrl(project, hash, stretch, size), signal),
  };
}

/** The sound editor with its player, fed with what React knows. */
export function TimePane({
  project,
  item,
  segments,
  selected,
  started,
  colour,
  events,
  editor,
  onPlayer,
}: {
  readonly project: string;
  readonly item: Item;
  readonly segments: readonly PaintedSegment[];
  readonly selected: readonly number[];
  /** Where a segment was begun that is to end at the playhead. */
  readonly started: number | undefined;
  /** Of a segment to come. */
  readonly colour: string;
  readonly events: TimeEditorEvents;
  readonly editor: RefObject<TimeEditor | null>;
  readonly onPlayer: (player: Player | null) => void;
}) {
  const text = useTexts(labellingTexts);
  const { data } = useServices();
  const helpId = useId();
  const element = useRef<HTMLDivElement>(null);
  const audio = useRef<HTMLAudioElement>(null);
  const player = useRef<Player | null>(null);
  const latest = useRef(events);
  latest.current = events;
  useEffect(() => {
    if (!element.current || !audio.current) return;
    const made = new TimeEditor(element.current, {
      onChange: (...given) => latest.current.onChange(...given),
      onDraw: (...given) => latest.current.onDraw(...given),
      onSelect: (...given) => latest.current.onSelect(...given),
      onSeek: (...given) => latest.current.onSeek(...given),
      onView: (...given) => latest.current.onView(...given),
    });
    const playing: Player = new Player(audio.current, (time) =>
      made.setPosition(time, playing.state().playing),
    );
    editor.current = made;
    player.current = playing;
    onPlayer(playing);
    const pane = element.current;
    // After the frame of the page has moved the focus to its start.
    const timer = setTimeout(() => pane.focus({ preventScroll: true }));
    return () => {
      clearTimeout(timer);
      playing.close();
      made.close();
      editor.current = null;
      player.current = null;
      onPlayer(null);
    };
  }, [editor, onPlayer]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a recording is known by its number
  useEffect(() => {
    editor.current?.setSound(sourceOf(data, project, item));
    player.current?.open(data.audioUrl(project, item.hash));
  }, [editor, data, project, item.id]);
  useEffect(() => editor.current?.setSegments(segments), [editor, segments]);
  useEffect(() => editor.current?.setSelected(selected), [editor, selected]);
  useEffect(() => editor.current?.setStarted(started), [editor, started]);
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
        data-item={item.id}
      />
      {/* biome-ignore lint/a11y/useMediaCaption: what is in a recording is what the user is asked for */}
      <audio ref={audio} hidden preload="metadata" />
      <p id={helpId} className="visually-hidden">
        {text.canvasHelp}
      </p>
    </>
  );
}
