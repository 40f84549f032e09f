// What can be done with a file: the words asked for, the request, and how its result reads as text, rows and marks.

const boxes = (found) => found.map((box) => ({ label: box.label, x1: box.x1, y1: box.y1, x2: box.x2, y2: box.y2, confidence: box.confidence }));
const list = (text) => text.split(/[,\n]/).map((word) => word.trim()).filter((word) => word.length > 0);

const still = ['picture', 'pdf'];
const moments = (result) => result.events.map((event) => ({ label: event.description || 'event', start: event.start, end: event.end, confidence: event.confidence }));

export const tasks = [
  { id: 'ask', name: 'Ask', words: 'Question', media: ['picture', 'video', 'pdf'], chat: true },
  {
    id: 'locate', name: 'Locate', words: 'What to find, for example: red circle', media: still, tool: 'grounding_locate',
    body: (words) => ({ what: words }), rows: (result) => boxes(result.boxes), marks: (result) => result.boxes,
  },
  {
    id: 'point', name: 'Point', words: 'What to point at, for example: red circle', media: still, tool: 'grounding_point',
    body: (words) => ({ what: words }), rows: (result) => result.points.map((point) => ({ label: point.label, x: point.x, y: point.y, confidence: point.confidence })),
    marks: (result) => result.points,
  },
  {
    id: 'count', name: 'Count', words: 'What to count, for example: red circles', media: still, tool: 'grounding_count',
    body: (words) => ({ what: words }), text: (result) => `${result.count ?? 'No number was said.'}`, rows: (result) => boxes(result.boxes), marks: (result) => result.boxes,
  },
  {
    id: 'read', name: 'Read', words: null, media: still, tool: 'reading_spot_lines', body: () => ({}), text: (result) => result.lines.map((line) => line.label).join('\n'),
    rows: (result) => boxes(result.lines), marks: (result) => result.lines,
  },
  {
    id: 'extract', name: 'Extract', words: 'Names of fields, or a JSON schema', media: still,
    tool: (words) => words.trim().startsWith('{') ? 'reading_extract' : 'reading_extract_fields',
    body: (words) => words.trim().startsWith('{') ? { schema: JSON.parse(words) } : { keys: list(words) },
    text: (result) => result.value ? JSON.stringify(result.value, null, 2) : '',
    rows: (result) => Object.entries(result.fields ?? {}).map(([field, value]) => ({ field, value })), marks: () => [],
  },
  {
    id: 'parse', name: 'Parse page', words: null, media: still, tool: 'documents_parse_page', body: () => ({}), text: (result) => result.markdown,
    rows: (result) => result.blocks.map((block) => ({ kind: block.kind, text: block.text, ...block.box })),
    marks: (result) => result.blocks.map((block) => block.box && { label: block.kind, ...block.box }),
  },
  {
    id: 'document', name: 'Whole document', words: null, media: ['pdf'], tool: 'documents_read_document', argument: 'document', body: () => ({}),
    text: (result) => result, rows: () => [], marks: () => [],
  },
  { id: 'events', name: 'Events', words: null, media: ['video'], tool: 'videos_list_events', argument: 'video', body: () => ({}), rows: moments, marks: () => [], moments },
  {
    id: 'find', name: 'Find', words: 'What to find, for example: red circle', media: ['video'], tool: 'videos_find_event', argument: 'video', body: (words) => ({ what: words }),
    rows: (result, words) => moments(result).map((event) => ({ ...event, label: words })), marks: () => [], moments,
  },
];

export const takes = (task, kind) => task.media.includes(kind);

export function request(task, words, file, model) {
  if (task.chat) {
    const part = file.kind === 'video' ? { type: 'video_url', video_url: { url: file.url } }
      : file.kind === 'pdf' ? { type: 'file', file: { filename: file.name, file_data: file.url } }
        : { type: 'image_url', image_url: { url: file.url } };
    return {
      path: 'v1/chat/completions',
      body: { model, stream: true, stream_options: { include_usage: true }, messages: [{ role: 'user', content: [part, { type: 'text', text: words }] }] },
    };
  }
  const name = typeof task.tool === 'function' ? task.tool(words) : task.tool;
  return { path: `v1/tools/${name}`, body: { model, arguments: { [task.argument ?? 'picture']: task.argument ? file.url : file.page ?? file.url, ...task.body(words) } } };
}
