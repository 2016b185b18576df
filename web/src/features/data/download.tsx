import { useState } from 'react';
import { useServices } from '@/api/context';
import { type BoxFormat, boxFormats } from '@/api/data';
import type { Project } from '@/model/entities';
import { findsBoxes } from '@/model/task';
import { LinkButton } from '@/widgets/button';
import { SelectField } from '@/widgets/fields';
import { useTexts } from '@/widgets/language';
import { dataTexts } from './texts';

/** All labelled pictures as a zip, with their boxes in the format that is wanted. */
export function Download({ project }: { readonly project: Project }) {
  const text = useTexts(dataTexts);
  const { data } = useServices();
  const [format, setFormat] = useState<BoxFormat>('coco');
  const boxed = findsBoxes(project);
  return (
    <div className="download">
      {boxed && (
        <SelectField
          label={text.format}
          value={format}
          choices={boxFormats.map((id) => ({ id, name: text.formats[id] }))}
          onChange={(id) => setFormat(boxFormats.find((candidate) => candidate === id) ?? 'coco')}
        />
      )}
      <LinkButton
        look="quiet"
        icon="download"
        href={boxed ? data.exportUrl(project.name, format) : data.exportUrl(project.name)}
        download={`${project.name}.zip`}
      >
        {text.download}
      </LinkButton>
    </div>
  );
}
