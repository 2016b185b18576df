import { useState, useSyncExternalStore } from 'react';
import type { Project } from '@/model/entities';
import { findsBoxes, hears } from '@/model/task';
import { Button, IconButton } from '@/widgets/button';
import { DropZone } from '@/widgets/drop-zone';
import { SuggestField, TextField } from '@/widgets/fields';
import { Icon } from '@/widgets/icons';
import { useFormat, useTexts } from '@/widgets/language';
import { Notice, ProblemNotice } from '@/widgets/notice';
import { Progress } from '@/widgets/progress';
import { useIntake } from './intakes';
import { RecordPanel } from './record-panel';
import { dataTexts } from './texts';
import type { RunningUpload } from './uploads';

function UploadRow({
  upload,
  onDismiss,
  onRetry,
}: {
  readonly upload: RunningUpload;
  readonly onDismiss: () => void;
  readonly onRetry: () => void;
}) {
  const text = useTexts(dataTexts);
  const format = useFormat();
  const { name, files, body } = upload.upload;
  if (upload.problem) {
    return (
      <div className="upload-row">
        <ProblemNotice error={upload.problem} onRetry={onRetry} />
        <IconButton icon="close" label={text.dismiss} onPress={onDismiss} />
      </div>
    );
  }
  const detail = [files > 1 ? text.files(format.number(files), files) : '', format.bytes(body.size)]
    .filter(Boolean)
    .join(' · ');
  return (
    <div className="upload-row">
      <Progress
        label={upload.sent === undefined ? text.queued(name) : text.uploading(name)}
        share={upload.sent ?? 0}
        detail={detail}
      />
      <Button look="quiet" onPress={onDismiss}>
        {text.cancel}
      </Button>
    </div>
  );
}

/** Where pictures or recordings come in: a large area to drop on while there are none, a slim one later. */
export function AddItems({ project }: { readonly project: Project }) {
  const text = useTexts(dataTexts);
  const format = useFormat();
  const [label, setLabel] = useState('');
  const [names, setNames] = useState('');
  const { uploads, takes } = useIntake(project);
  const { running, refused } = useSyncExternalStore(uploads.subscribe, uploads.snapshot);
  return (
    <div className="add-pictures">
      <DropZone
        label={text.drop}
        chooseFiles={text.chooseFiles}
        chooseFolder={text.chooseFolder}
        compact={project.items > 0}
        onFiles={(files) => uploads.add(files, { label: label.trim(), names: names.trim() })}
      >
        <Icon name="upload" size={project.items > 0 ? 24 : 40} />
        <div>
          <p className="drop-zone-title">{text.dropTitle}</p>
          <p className="quiet-text">{findsBoxes(project) ? text.boxDropHelp : text.dropHelp}</p>
        </div>
      </DropZone>
      {!findsBoxes(project) && (
        <div className="add-hints">
          <SuggestField
            label={text.classFor}
            description={text.classForHelp}
            placeholder={text.classPlaceholder}
            value={label}
            onChange={setLabel}
            suggestions={project.classes.map((entry) => entry.name)}
          />
          {hears(project) && (
            <TextField
              label={text.namesFor}
              description={text.namesForHelp}
              placeholder="{class}_{group}_{number}"
              value={names}
              onChange={setNames}
            />
          )}
        </div>
      )}
      {hears(project) && (
        <RecordPanel
          label={label.trim()}
          takes={takes}
          onTakes={(files, label) => uploads.add(files, { label, names: '' })}
        />
      )}
      {refused > 0 && <Notice tone="warning" title={text.refused(format.number(refused), refused)} live />}
      {running.map((upload) => (
        <UploadRow
          key={upload.id}
          upload={upload}
          onDismiss={() => uploads.dismiss(upload.id)}
          onRetry={() => uploads.retry(upload.id)}
        />
      ))}
    </div>
  );
}
