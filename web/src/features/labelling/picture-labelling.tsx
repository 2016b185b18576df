import { useRef, useState } from 'react';
import { useServices } from '@/api/context';
import type { BoxEditor } from '@/canvas/box-editor';
import { type Command, commandOf } from '@/canvas/keys';
import type { Item } from '@/model/entities';
import { IconButton } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { ProblemNotice } from '@/widgets/notice';
import { BoxList } from './box-list';
import { CanvasPane } from './canvas-pane';
import { KeyHelp } from './key-help';
import { LabellingFrame } from './labelling-frame';
import { boxKind } from './mark-kinds';
import { PictureCache } from './picture-cache';
import { labellingTexts } from './texts';
import { useClipboard } from './use-clipboard';
import { useKeys } from './use-keys';
import { type LabellingProps, useLabelling } from './use-labelling';
import { usePicture } from './use-picture';

/** Sides beyond this are scaled down by the server; boxes count in the pixels of the picture itself all the same. */
const mostPixels = 2048;

/** The box editor and all around it, for the pictures of a queue. */
export function PictureLabelling(props: LabellingProps) {
  const { project } = props;
  const text = useTexts(labellingTexts);
  const format = useFormat();
  const { data } = useServices();
  const [scale, setScale] = useState(1);
  const [cache] = useState(() => new PictureCache());
  const editor = useRef<BoxEditor | null>(null);
  /** Why the boxes did not get to the next picture. */
  const [notCarried, setNotCarried] = useState<unknown>();
  const labelling = useLabelling(props, boxKind, () => setNotCarried(undefined));
  const { item, next, previous, suggestions, bench } = labelling;
  const clipboard = useClipboard(project.name, item, bench);
  const urlOf = (picture: Item) => data.pictureUrl(project.name, picture.hash, mostPixels);
  const image = usePicture(
    item && urlOf(item),
    [next, previous].flatMap((picture) => (picture ? [urlOf(picture)] : [])),
    cache,
  );

  const carryOn = () => {
    if (next) clipboard.carryTo(next).then(() => labelling.open(next), setNotCarried);
    else labelling.goOn();
  };
  const run = (command: Command): boolean => {
    switch (command.name) {
      case 'accept':
        if (suggestions.length > 0) bench.acceptChosen();
        else labelling.goOn();
        return true;
      case 'accept-all':
        bench.acceptAll();
        return true;
      case 'copy':
        clipboard.copy();
        return true;
      case 'paste':
        clipboard.paste();
        return true;
      case 'carry-on':
        carryOn();
        return true;
      default:
        return labelling.run(command, () => editor.current?.press(command) ?? false);
    }
  };
  useKeys(commandOf, run);

  return (
    <LabellingFrame
      labelling={labelling}
      stageClass="labelling-stage"
      zoom={<span className="zoom-value">{format.percent(scale, 0)}</span>}
      tools={<IconButton icon="carry" label={text.carryOn} isDisabled={!next} onPress={carryOn} />}
      trouble={notCarried !== undefined && <ProblemNotice error={notCarried} onRetry={carryOn} />}
      list={
        <BoxList
          boxes={bench.now.marks}
          isEmpty={bench.now.labelled}
          selected={bench.selected}
          colourOf={labelling.colourOf}
          onSelect={(place) => bench.select([place])}
          onRemove={(place) => bench.remove([place])}
        />
      }
      looksOf={({ hash }) => <img src={data.pictureUrl(project.name, hash, 160)} alt="" decoding="async" />}
      help={KeyHelp}
      onCommand={run}
      onSuggestion={(place) => bench.select([place])}
    >
      {item && (
        <CanvasPane
          item={item}
          image={image}
          boxes={labelling.painted}
          selected={bench.selected}
          colour={labelling.colourOf(labelling.active)}
          editor={editor}
          events={{
            onChange: bench.change,
            onDraw: bench.draw,
            onSelect: bench.select,
            onZoom: setScale,
          }}
        />
      )}
    </LabellingFrame>
  );
}
