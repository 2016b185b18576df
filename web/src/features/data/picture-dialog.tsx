import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useRenewProject, useServices } from '@/api/context';
import type { Item, Project } from '@/model/entities';
import { Button, IconButton } from '@/widgets/button';
import { Dialog } from '@/widgets/dialog';
import { Form, SuggestField } from '@/widgets/fields';
import { useFormat, useTexts } from '@/widgets/language';
import { ProblemNotice } from '@/widgets/notice';
import { dataTexts } from './texts';

/** One picture in large, to look at, to label and to delete. */
export function PictureDialog({
  project,
  item,
  onClose,
  onPrevious,
  onNext,
  onDelete,
}: {
  readonly project: Project;
  readonly item: Item;
  readonly onClose: () => void;
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
  readonly onDelete: () => void;
}) {
  const text = useTexts(dataTexts);
  const format = useFormat();
  const { data } = useServices();
  const renew = useRenewProject(project.name);
  const [label, setLabel] = useState(item.class ?? '');
  const save = useMutation({
    mutationFn: () => data.label(project.name, item.id, label.trim()),
    onSuccess: renew,
  });
  return (
    <Dialog title={item.name} isOpen onClose={onClose} wide>
      <div className="picture-view">
        <IconButton
          icon="left"
          label={text.previous}
          isDisabled={!onPrevious}
          onPress={() => onPrevious?.()}
        />
        <img src={data.pictureUrl(project.name, item.hash, 1024)} alt={item.name} />
        <IconButton icon="right" label={text.nextPicture} isDisabled={!onNext} onPress={() => onNext?.()} />
      </div>
      <Form
        className="picture-form"
        onSubmit={() => {
          save.mutate();
        }}
      >
        <SuggestField
          label={text.newClass}
          value={label}
          onChange={setLabel}
          placeholder={text.unlabelled}
          suggestions={project.classes.map((entry) => entry.name)}
        />
        <Button
          type="submit"
          look="primary"
          isPending={save.isPending}
          isDisabled={label.trim() === (item.class ?? '')}
        >
          {text.save}
        </Button>
        <span className="quiet-text picture-size">
          {item.width} × {item.height} · {format.bytes(item.bytes)}
        </span>
        <Button look="quiet" icon="trash" onPress={onDelete}>
          {text.remove}
        </Button>
      </Form>
      {save.error && <ProblemNotice error={save.error} />}
    </Dialog>
  );
}
