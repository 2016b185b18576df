import { useQuery } from '@tanstack/react-query';
import { queryKeys, useServices } from '@/api/context';
import { classColour } from '@/canvas/palette';
import type { Item, Project } from '@/model/entities';
import { findsBoxes } from '@/model/task';
import { BoxedPicture } from '@/widgets/boxed-picture';
import { Icon } from '@/widgets/icons';
import { useFormat, useTexts } from '@/widgets/language';
import { dataTexts } from './texts';

const side = 256;

/** A picture with its labelled boxes. */
function Boxed({ project, item }: { readonly project: Project; readonly item: Item }) {
  const { data } = useServices();
  const boxes = useQuery({
    queryKey: queryKeys.boxes(project.name, item.id),
    queryFn: () => data.boxes(project.name, item.id),
    enabled: Boolean(item.boxes),
  });
  const colours = new Map(project.classes.map(({ name }, index) => [name, classColour(index)]));
  const drawn = (boxes.data?.boxes ?? []).map(({ name, location }) => {
    const colour = colours.get(name);
    return { location, look: 'plain' as const, ...(colour ? { colour } : {}) };
  });
  return (
    <BoxedPicture
      url={data.pictureUrl(project.name, item.hash, side)}
      name=""
      size={item}
      boxes={drawn}
      cover
    />
  );
}

/** A picture to be opened or selected. */
export function Tile({
  project,
  item,
  selected,
  onSelect,
  onOpen,
}: {
  readonly project: Project;
  readonly item: Item;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onOpen: () => void;
}) {
  const text = useTexts(dataTexts);
  const format = useFormat();
  const { data } = useServices();
  const boxed = findsBoxes(project);
  const boxState = () => {
    if (item.boxes === undefined) return text.unmarked;
    return item.boxes > 0 ? text.boxes(format.number(item.boxes), item.boxes) : text.noBoxes;
  };
  const state = boxed ? boxState() : (item.class ?? text.unlabelled);
  const isLabelled = boxed ? item.boxes !== undefined : item.class !== undefined;
  return (
    <li className={selected ? 'tile selected' : 'tile'}>
      <button type="button" className="tile-open" onClick={onOpen} aria-label={text.open(item.name, state)}>
        {boxed ? (
          <Boxed project={project} item={item} />
        ) : (
          <img src={data.pictureUrl(project.name, item.hash, side)} alt="" loading="lazy" decoding="async" />
        )}
        <span className={isLabelled ? 'tile-class' : 'tile-class none'}>{state}</span>
      </button>
      <button
        type="button"
        className="tile-select"
        aria-pressed={selected}
        aria-label={text.select(item.name)}
        onClick={onSelect}
      >
        <Icon name="check" size={16} />
      </button>
    </li>
  );
}
