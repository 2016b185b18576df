import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useClips } from '@/api/clips';
import { useRenewProject, useServices } from '@/api/context';
import type { Item, Project } from '@/model/entities';
import { labelLink } from '@/model/route';
import { formatTime } from '@/model/sound-time';
import { Button, IconButton, LinkButton } from '@/widgets/button';
import { Dialog } from '@/widgets/dialog';
import { Form, SuggestField, TextField } from '@/widgets/fields';
import { useFormat, useTexts } from '@/widgets/language';
import { ProblemNotice } from '@/widgets/notice';
import { SoundClip } from '@/widgets/sound-clip';
import { dataTexts } from './texts';

const mostDrawn = 300; // seconds that the server draws at a time
const size = { width: 960, height: 192 };

/** One recording in large, to hear, to label, to put into a group and to delete. */
export function SoundDialog({
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
  const clip = useClips(project.name)(item.hash);
  const [label, setLabel] = useState(item.class ?? '');
  const [group, setGroup] = useState(item.group ?? '');
  const isNewLabel = label.trim() !== (item.class ?? '');
  const isNewGroup = group.trim() !== (item.group ?? '');
  const save = useMutation({
    mutationFn: async () => {
      if (isNewLabel) await data.label(project.name, item.id, label.trim());
      if (isNewGroup) await data.setGroup(project.name, item.id, group.trim());
    },
    onSuccess: renew,
  });
  const { seconds = 0, rate = 0, channels = 1, clipped = 0 } = item.sound ?? {};
  const drawn = { begin: 0, seconds: Math.min(seconds, mostDrawn) };
  return (
    <Dialog title={item.name} isOpen onClose={onClose} wide>
      <div className="picture-view">
        <IconButton
          icon="left"
          label={text.previous}
          isDisabled={!onPrevious}
          onPress={() => onPrevious?.()}
        />
        <div className="sound-view">
          <SoundClip clip={clip} name={item.name} />
          {seconds > 0 && (
            <img
              src={data.spectrogramUrl(project.name, item.hash, drawn, size)}
              alt={text.spectrogram}
              {...size}
            />
          )}
          {seconds > mostDrawn && (
            <p className="quiet-text">{text.spectrogramCut(formatTime(mostDrawn), formatTime(seconds))}</p>
          )}
          <p className="quiet-text">
            {[
              seconds < 60 ? text.seconds(seconds.toFixed(2)) : formatTime(seconds),
              text.facts(format.number(rate / 1000), channels),
              format.bytes(item.bytes),
              ...(clipped > 0 ? [text.clipped(format.percent(clipped, 2))] : []),
            ].join(' · ')}
          </p>
        </div>
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
        <TextField label={text.group} value={group} onChange={setGroup} placeholder={text.noGroup} />
        <Button
          type="submit"
          look="primary"
          isPending={save.isPending}
          isDisabled={!(isNewLabel || isNewGroup)}
        >
          {text.save}
        </Button>
        <span className="picture-size">
          <Button look="quiet" icon="trash" onPress={onDelete}>
            {text.remove}
          </Button>
        </span>
      </Form>
      <div className="sound-more">
        <p className="quiet-text">{text.groupHelp}</p>
        <LinkButton icon="sound" href={labelLink(project.name, 'all', item.id)}>
          {text.labelIn}
        </LinkButton>
      </div>
      {save.error && <ProblemNotice error={save.error} />}
    </Dialog>
  );
}
