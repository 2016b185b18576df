export interface ServerEvent {
  readonly type: string;
  readonly data: string;
  /** The last id seen on the stream; empty when there was none. */
  readonly id: string;
}

/** Reads the text of an event stream, however it is cut into chunks. HTML Living Standard, section 9.2.6. */
export class EventParser {
  private rest = '';
  private type = '';
  private data: string[] = [];
  private id = '';

  push(chunk: string): ServerEvent[] {
    const lines = (this.rest + chunk).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.readLine(line));
  }

  private readLine(line: string): ServerEvent[] {
    if (line === '') {
      const event = { type: this.type || 'message', data: this.data.join('\n'), id: this.id };
      const complete = this.data.length > 0;
      this.type = '';
      this.data = [];
      return complete ? [event] : [];
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.type = value;
    if (field === 'data') this.data.push(value);
    if (field === 'id') this.id = value;
    return [];
  }
}
