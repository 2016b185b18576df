import { useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useServices } from '@/api/context';
import { type Judged, judgedAt } from '@/model/detection';
import type { JudgedPicture } from '@/model/entities';
import { BoxedPicture, type DrawnBox } from '@/widgets/boxed-picture';
import { Button } from '@/widgets/button';
import { Dialog } from '@/widgets/dialog';
import { useFormat, useTexts } from '@/widgets/language';
import { MostShown } from './most-shown';
import { verifyTexts } from './texts';

const pageSize = 12;
const filters = ['all', 'wrong', 'missed', 'flawless'] as const;
type Filter = (typeof filters)[number];

const fits: Readonly<Record<Filter, (judged: Judged) => boolean>> = {
  all: () => true,
  wrong: ({ wrong }) => wrong.length > 0,
  missed: ({ missed }) => missed.length > 0,
  flawless: ({ wrong, missed }) => wrong.length + missed.length === 0,
};

function Outcome({ judged }: { readonly judged: Judged }) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  return (
    <span className="outcomes">
      {(['right', 'wrong', 'missed'] as const).map((look) => (
        <span key={look} title={text.outcomes[look]}>
          <span className={`outcome ${look}`} />
          {format.number(judged[look].length)}
          <span className="visually-hidden"> {text.outcomes[look]}</span>
        </span>
      ))}
    </span>
  );
}

/** Pictures with what was found rightly, found wrongly and missed at the threshold. */
export function JudgedPictures({
  project,
  pictures,
  total,
  threshold,
}: {
  readonly project: string;
  readonly pictures: readonly JudgedPicture[];
  /** How many were judged, listed or not. */
  readonly total: number;
  readonly threshold: number;
}) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  const { data } = useServices();
  const [filter, setFilter] = useState<Filter>('all');
  const [shown, setShown] = useState(pageSize);
  const [enlarged, setEnlarged] = useState<string | null>(null);
  const all = pictures.map((picture) => ({ picture, judged: judgedAt(picture, threshold) }));
  const fitting = all.filter(({ judged }) => fits[filter](judged));
  const boxesOf = (judged: Judged): DrawnBox[] => [
    ...judged.missed.map(({ name, location }) => ({ location, look: 'missed' as const, text: name })),
    ...[...judged.right, ...judged.wrong].map(({ name, location, score, outcome }) => ({
      location,
      look: outcome === 'right' ? ('right' as const) : ('wrong' as const),
      text: `${name} ${format.percent(score, 0)}`,
    })),
  ];
  const large = all.find(({ picture }) => picture.hash === enlarged);
  return (
    <>
      <div className="judged-bar">
        <ToggleButtonGroup
          className="tab-list"
          aria-label={text.filter}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[filter]}
          onSelectionChange={(keys) => {
            setFilter(filters.find((candidate) => keys.has(candidate)) ?? 'all');
            setShown(pageSize);
          }}
        >
          {filters.map((id) => (
            <ToggleButton key={id} id={id} className="tab">
              {text.filters[id]}{' '}
              <span className="count">
                {format.number(all.filter(({ judged }) => fits[id](judged)).length)}
              </span>
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <span className="legend">
          {(['right', 'wrong', 'missed'] as const).map((look) => (
            <span key={look}>
              <span className={`outcome ${look}`} />
              {text.outcomes[look]}
            </span>
          ))}
        </span>
      </div>
      <MostShown listed={pictures.length} total={total} />
      {fitting.length === 0 && <p className="quiet-text">{text.noneOfThese}</p>}
      <ul className="judged">
        {fitting.slice(0, shown).map(({ picture, judged }) => (
          <li key={`${picture.hash} ${picture.name}`}>
            <button
              type="button"
              aria-label={text.enlarge(picture.name)}
              onClick={() => setEnlarged(picture.hash)}
            >
              <BoxedPicture
                url={data.pictureUrl(project, picture.hash, 480)}
                name=""
                size={picture}
                boxes={boxesOf(judged)}
                cover
              />
            </button>
            <Outcome judged={judged} />
          </li>
        ))}
      </ul>
      {fitting.length > shown && (
        <div className="more">
          <Button onPress={() => setShown(shown + 2 * pageSize)}>{text.more}</Button>
        </div>
      )}
      {large && (
        <Dialog title={large.picture.name} isOpen onClose={() => setEnlarged(null)} wide>
          <div className="enlarged">
            <BoxedPicture
              url={data.pictureUrl(project, large.picture.hash, 1600)}
              name={large.picture.name}
              size={large.picture}
              boxes={boxesOf(large.judged)}
              texts
            />
          </div>
          <Outcome judged={large.judged} />
        </Dialog>
      )}
    </>
  );
}
