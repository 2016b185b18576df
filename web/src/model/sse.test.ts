import { expect, test } from 'vitest';
import { EventParser, type ServerEvent } from './sse';

const stream =
  ': hello\r\nevent: job\r\ndata: {"id":1}\r\n\r\nid: 7\nevent: point\ndata: a\ndata: b\n\n\ndata:plain\n\nevent: lost\n\n';
const expected: ServerEvent[] = [
  { type: 'job', data: '{"id":1}', id: '' },
  { type: 'point', data: 'a\nb', id: '7' },
  { type: 'message', data: 'plain', id: '7' },
];

test('reads the same events however the stream is cut', () => {
  for (let size = 1; size <= stream.length; ++size) {
    const parser = new EventParser();
    const events: ServerEvent[] = [];
    for (let at = 0; at < stream.length; at += size) events.push(...parser.push(stream.slice(at, at + size)));
    expect(events).toEqual(expected);
  }
});
