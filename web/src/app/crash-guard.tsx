import { Component, type ReactNode } from 'react';
import { Button } from '@/widgets/button';
import { useTexts } from '@/widgets/language';
import { EmptyState } from '@/widgets/page';
import { appTexts } from './texts';

function Crashed() {
  const text = useTexts(appTexts);
  return (
    <main>
      <EmptyState title={text.crashed} text={text.crashedText} alone>
        <Button look="primary" onPress={() => window.location.reload()}>
          {text.reload}
        </Button>
      </EmptyState>
    </main>
  );
}

/** Shows a way out when drawing the page fails, which is a bug of ours. */
export class CrashGuard extends Component<{ readonly children: ReactNode }, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}
