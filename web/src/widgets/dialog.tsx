import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button, IconButton } from './button';
import { useTexts } from './language';
import { widgetTexts } from './texts';

export function Dialog({
  title,
  isOpen,
  onClose,
  wide = false,
  children,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  const text = useTexts(widgetTexts);
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
    >
      <Modal className={wide ? 'modal wide' : 'modal'}>
        <AriaDialog className="dialog">
          <header className="dialog-header">
            <Heading slot="title">{title}</Heading>
            <IconButton icon="close" label={text.close} onPress={onClose} />
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  title,
  question,
  action,
  isOpen,
  isPending,
  onConfirm,
  onClose,
  children,
}: {
  readonly title: string;
  readonly question: string;
  readonly action: string;
  readonly isOpen: boolean;
  readonly isPending: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}) {
  const text = useTexts(widgetTexts);
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <p>{question}</p>
      {children}
      <footer className="dialog-footer">
        <Button onPress={onClose}>{text.cancel}</Button>
        <Button look="danger" isPending={isPending} onPress={onConfirm}>
          {action}
        </Button>
      </footer>
    </Dialog>
  );
}
