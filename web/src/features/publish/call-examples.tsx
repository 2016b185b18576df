import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { queryKeys, useServices } from '@/api/context';
import { callExamples, type Endpoint } from '@/model/publishing';
import { Button } from '@/widgets/button';
import { CopyBlock } from '@/widgets/copy-block';
import { Form, TextField } from '@/widgets/fields';
import { useTexts } from '@/widgets/language';
import { Notice, ProblemNotice } from '@/widgets/notice';
import { publishTexts } from './texts';

/** Lines that call the live model, at a threshold if it finds boxes, with a token or key that can be made on the spot. */
export function CallExamples({ suffix, threshold, ofSounds }: Endpoint) {
  const text = useTexts(publishTexts);
  const { credentials } = useServices();
  const client = useQueryClient();
  const [name, setName] = useState(suffix);
  const token = useMutation({
    mutationFn: () => credentials.createToken(name.trim()),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.tokens }),
  });
  const key = useMutation({
    mutationFn: () => credentials.createKey(suffix),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.keys }),
  });
  const examples = callExamples(
    window.location.origin,
    { suffix, threshold, ofSounds },
    { token: token.data, key: key.data },
  );
  return (
    <Tabs className="tabs">
      <TabList aria-label={text.call} className="tab-list">
        <Tab id="plain" className="tab">
          {text.curl}
        </Tab>
        <Tab id="python" className="tab">
          {text.python}
        </Tab>
        <Tab id="easydl" className="tab">
          {text.easydl}
        </Tab>
      </TabList>
      <TabPanel id="plain" className="tab-panel">
        <p className="quiet-text">{text.callHelp}</p>
        <CopyBlock text={examples.plain} label={text.curl} />
        {threshold !== undefined && <p className="quiet-text">{text.thresholdHelp}</p>}
        {token.data ? (
          <Notice tone="success" title={text.tokenOnce} live>
            <CopyBlock text={token.data} label={text.token} />
          </Notice>
        ) : (
          <Form
            className="inline-form"
            onSubmit={() => {
              token.mutate();
            }}
          >
            <TextField label={text.tokenName} value={name} onChange={setName} />
            <Button type="submit" isPending={token.isPending} isDisabled={!name.trim()}>
              {text.createToken}
            </Button>
          </Form>
        )}
        {token.error && <ProblemNotice error={token.error} />}
      </TabPanel>
      <TabPanel id="python" className="tab-panel">
        <p className="quiet-text">{text.pythonHelp}</p>
        <CopyBlock text={examples.python} label={text.python} />
        {threshold !== undefined && <p className="quiet-text">{text.thresholdHelp}</p>}
      </TabPanel>
      <TabPanel id="easydl" className="tab-panel">
        <p className="quiet-text">{text.easydlHelp}</p>
        <CopyBlock text={examples.easydl} label={text.easydl} />
        {key.data ? (
          <Notice tone="success" title={text.keyOnce} live>
            <CopyBlock
              text={`API Key: ${key.data.client_id}\nSecret Key: ${key.data.client_secret}`}
              label={text.key}
            />
          </Notice>
        ) : (
          <div>
            <Button isPending={key.isPending} onPress={() => key.mutate()}>
              {text.createKey}
            </Button>
          </div>
        )}
        {key.error && <ProblemNotice error={key.error} />}
      </TabPanel>
    </Tabs>
  );
}
