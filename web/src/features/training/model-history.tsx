import { useQuery } from '@tanstack/react-query';
import { queryKeys, useServices } from '@/api/context';
import type { Project } from '@/model/entities';
import { projectLink } from '@/model/route';
import { findsBoxes, qualityOf } from '@/model/task';
import { useFormat, useTexts } from '@/widgets/language';
import { Section } from '@/widgets/page';
import { trainingTexts } from './texts';

/** All models of the project, newest first. */
export function ModelHistory({ project: { name: project, task } }: { readonly project: Project }) {
  const text = useTexts(trainingTexts);
  const format = useFormat();
  const { models } = useServices();
  const list = useQuery({ queryKey: queryKeys.models(project), queryFn: () => models.list(project) });
  if (!list.data?.length) return null;
  return (
    <Section title={text.history}>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={text.history}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{text.number}</th>
              <th scope="col">{text.trained}</th>
              <th scope="col">{text.network}</th>
              <th scope="col" className="numeric">
                {text.qualities[findsBoxes({ task }) ? 'map50' : 'accuracy']}
              </th>
              <th scope="col" className="numeric">
                {text.size}
              </th>
              <th scope="col" className="numeric">
                {text.time}
              </th>
              <th scope="col">{text.data}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {list.data.map((model) => {
              const number = format.number(model.number);
              const quality = qualityOf(model.metrics);
              return (
                <tr key={model.number}>
                  <th scope="row">{number}</th>
                  <td>{format.dateTime(model.created)}</td>
                  <td className="network-name">{model.name}</td>
                  <td className="numeric">{quality === undefined ? '–' : format.percent(quality)}</td>
                  <td className="numeric">{format.bytes(model.bytes)}</td>
                  <td className="numeric">{format.duration(model.seconds)}</td>
                  <td>{text.version(format.number(model.version))}</td>
                  <td className="row-links">
                    <a href={projectLink(project, 'verify', model.number)} aria-label={text.seeModel(number)}>
                      {text.see}
                    </a>
                    <a
                      href={models.bundleUrl(project, model.number)}
                      download
                      aria-label={text.downloadModel(number)}
                    >
                      {text.download}
                    </a>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
