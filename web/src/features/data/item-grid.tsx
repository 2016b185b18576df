import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys, useRenewProject, useServices } from '@/api/context';
import type { ItemFilter } from '@/api/data';
import type { Item, Project } from '@/model/entities';
import { labelLink } from '@/model/route';
import { findsBoxes, hears } from '@/model/task';
import { Button } from '@/widgets/button';
import { ConfirmDialog } from '@/widgets/dialog';
import { Form, SuggestField, TextField } from '@/widgets/fields';
import { useFormat, useTexts } from '@/widgets/language';
import { Load } from '@/widgets/load';
import { ProblemNotice } from '@/widgets/notice';
import { PictureDialog } from './picture-dialog';
import { SoundDialog } from './sound-dialog';
import { SoundTile } from './sound-tile';
import { dataTexts } from './texts';
import { Tile } from './tile';

const pageSize = 60;

/** The pictures or recordings of a class, page by page, with what can be done to several of them at once. */
export function ItemGrid({ project, filter }: { readonly project: Project; readonly filter: ItemFilter }) {
  const text = useTexts(dataTexts);
  const format = useFormat();
  const { data } = useServices();
  const renew = useRenewProject(project.name);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [opened, setOpened] = useState<number | null>(null);
  const [deleting, setDeleting] = useState<readonly number[]>([]);
  const [label, setLabel] = useState('');
  const [group, setGroup] = useState('');
  const pages = useInfiniteQuery({
    queryKey: queryKeys.items(project.name, filter),
    queryFn: ({ pageParam }) => data.items(project.name, filter, pageParam, pageSize),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const opening = items.findIndex((item) => item.id === opened);
  const openAt = (index: number) => {
    const item = items[index];
    return item ? () => setOpened(item.id) : undefined;
  };
  const open = ({ id }: Item) => {
    if (findsBoxes(project)) window.location.hash = labelLink(project.name, 'all', id);
    else setOpened(id);
  };
  const finish = async () => {
    setSelected(new Set());
    setDeleting([]);
    setOpened(null);
    await renew();
  };
  const assign = useMutation({
    mutationFn: async () => {
      for (const id of selected) await data.label(project.name, id, label.trim());
    },
    onSettled: finish,
  });
  const regroup = useMutation({
    mutationFn: async () => {
      for (const id of selected) await data.setGroup(project.name, id, group.trim());
    },
    onSettled: finish,
  });
  const remove = useMutation({
    mutationFn: async () => {
      for (const id of deleting) await data.remove(project.name, id);
    },
    onSettled: finish,
  });
  const toggle = (id: number) =>
    setSelected((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const openedItem = items[opening];
  const ofSounds = hears(project);
  const ItemTile = ofSounds ? SoundTile : Tile;
  const ItemDialog = ofSounds ? SoundDialog : PictureDialog;
  return (
    <Load query={pages}>
      {({ pages: [first] }) => (
        <>
          {selected.size > 0 && (
            <Form
              className="selection-bar"
              onSubmit={() => {
                assign.mutate();
              }}
            >
              <strong role="status">{text.selected(format.number(selected.size))}</strong>
              {!findsBoxes(project) && (
                <>
                  <SuggestField
                    label={text.newClass}
                    value={label}
                    onChange={setLabel}
                    suggestions={project.classes.map((entry) => entry.name)}
                  />
                  <Button
                    type="submit"
                    look="primary"
                    isPending={assign.isPending}
                    isDisabled={!label.trim()}
                  >
                    {text.assign}
                  </Button>
                </>
              )}
              {ofSounds && (
                <>
                  <TextField label={text.group} value={group} onChange={setGroup} />
                  <Button isPending={regroup.isPending} onPress={() => regroup.mutate()}>
                    {text.assignGroup}
                  </Button>
                </>
              )}
              <Button icon="trash" onPress={() => setDeleting([...selected])}>
                {text.remove}
              </Button>
              <Button look="quiet" onPress={() => setSelected(new Set())}>
                {text.clear}
              </Button>
            </Form>
          )}
          {regroup.error && <ProblemNotice error={regroup.error} />}
          {assign.error && <ProblemNotice error={assign.error} />}
          {remove.error && <ProblemNotice error={remove.error} />}
          {items.length === 0 ? (
            <p className="quiet-text">{text.emptyClass}</p>
          ) : (
            <ul
              className={['tiles', ofSounds && 'sounds', selected.size > 0 && 'selecting']
                .filter(Boolean)
                .join(' ')}
            >
              {items.map((item) => (
                <ItemTile
                  key={item.id}
                  project={project}
                  item={item}
                  selected={selected.has(item.id)}
                  onSelect={() => toggle(item.id)}
                  onOpen={() => open(item)}
                />
              ))}
            </ul>
          )}
          <div className="more">
            <span className="quiet-text">
              {text.shown(format.number(items.length), format.number(first?.total ?? 0))}
            </span>
            {pages.hasNextPage && (
              <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
                {text.more}
              </Button>
            )}
          </div>
          {openedItem && (
            <ItemDialog
              key={openedItem.id}
              project={project}
              item={openedItem}
              onClose={() => setOpened(null)}
              onPrevious={openAt(opening - 1)}
              onNext={openAt(opening + 1)}
              onDelete={() => setDeleting([openedItem.id])}
            />
          )}
          <ConfirmDialog
            title={text.removeTitle}
            question={text.removeQuestion(format.number(deleting.length), deleting.length)}
            action={text.remove}
            isOpen={deleting.length > 0}
            isPending={remove.isPending}
            onConfirm={() => remove.mutate()}
            onClose={() => setDeleting([])}
          />
        </>
      )}
    </Load>
  );
}
