// Checks whether a picked file can be sent, and prepares what is sent. Loaded when the first file is picked.
//
// No location data of a picture leaves the device: from a picture that is sent as it is, the metadata is removed byte by
// byte; a picture that is redrawn has none. Large pictures are scaled down.

// Longest side of a picture, in pixels.
const LONGEST_SIDE = 2400;
// Largest file that is sent, in bytes.
const LARGEST_BYTES = 15 * 1024 * 1024;
// Largest picture that is worth trying to scale down, in bytes.
const LARGEST_PICTURE_BYTES = 100 * 1024 * 1024;
// Longest side of a preview, in pixels: drawn at most 72 px large, on a screen of up to three pixels to one.
const PREVIEW_SIDE = 216;
const JPEG_QUALITY = 0.9;

// Checks a file. Returns `{ blob, format, pages, preview, sha256 }`, or `{ fault }`. The preview of a PDF is a promise,
// which resolves to `null` if there is no preview.
export async function check(file) {
  try {
    const found = await look(file);
    return { ...found, sha256: await digestOf(found.blob).catch(() => undefined) };
  } catch (error) {
    return { fault: typeof error === 'string' ? error : 'UNREADABLE_FILE' };
  }
}

// Draws a preview onto a canvas, in the canvas's own resolution.
export function draw(preview, canvas) {
  canvas.width = preview.width;
  canvas.height = preview.height;
  canvas.getContext('2d').drawImage(preview, 0, 0);
}

// Of what is sent, so that it is known again after a reload. Pages that are not from a secure origin have no `subtle`.
async function digestOf(blob) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
}

async function look(file) {
  if (!file.size) throw 'EMPTY_FILE';
  const head = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
  const format = formatOf(head);
  const isPicture = format === 'PNG' || format === 'JPEG';
  if (file.size > (isPicture || format === 'HEIC' ? LARGEST_PICTURE_BYTES : LARGEST_BYTES)) throw 'FILE_TOO_LARGE';
  if (format === 'HEIC') return heic(file);
  if (isPicture) return picture(file, format);
  if (format !== 'PDF' && format !== 'TIFF') throw 'UNSUPPORTED_FORMAT';
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (format === 'TIFF') return { blob: blobOf([withoutTiffMetadata(bytes)], format), format };
  return { blob: blobOf([bytes], format), format, ...await pdf(file, bytes) };
}

function formatOf(head) {
  const starts = (...bytes) => bytes.every((byte, index) => head[index] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'PNG';
  if (starts(0xff, 0xd8, 0xff)) return 'JPEG';
  if (starts(0x49, 0x49, 0x2a, 0) || starts(0x4d, 0x4d, 0, 0x2a)) return 'TIFF';
  const text = latin(head);
  if (text.startsWith('%PDF-')) return 'PDF';
  if (/^....ftyp(hei[cxms]|hev[cx]|mif1|msf1)/s.test(text)) return 'HEIC';
  return '';
}

function latin(bytes) {
  return new TextDecoder('latin1').decode(bytes);
}

function blobOf(parts, format) {
  return new Blob(parts, { type: format === 'PDF' ? 'application/pdf' : 'image/' + format.toLowerCase() });
}

// --- Pictures

async function picture(file, format) {
  const large = await sizeOf(file, format).catch(() => null);
  const drawn = await rendered(file, { format, scale: !large || Math.max(...large) > LONGEST_SIDE });
  if (drawn.blob) return { ...drawn, format: drawn.blob.type === 'image/png' ? 'PNG' : 'JPEG' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const blob = blobOf(format === 'PNG' ? withoutPngMetadata(bytes) : withoutJpegMetadata(bytes), format);
  if (blob.size > LARGEST_BYTES) throw 'FILE_TOO_LARGE';
  return { blob, format, preview: drawn.preview };
}

// Some browsers can open what telephones make; then it becomes a JPEG.
async function heic(file) {
  try {
    const drawn = await rendered(file, { format: 'JPEG', scale: true, always: true });
    return { ...drawn, format: 'JPEG' };
  } catch {
    throw 'HEIC';
  }
}

// Width and height as the header says, to know before drawing whether anything has to be scaled.
async function sizeOf(file, format) {
  const bytes = new DataView(await file.slice(0, 512 * 1024).arrayBuffer());
  if (format === 'PNG') return [bytes.getUint32(16), bytes.getUint32(20)];
  for (let at = 2; ;) {
    const marker = bytes.getUint16(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return [bytes.getUint16(at + 7), bytes.getUint16(at + 5)];
    at += 2 + bytes.getUint16(at + 2);
  }
}

// Decodes a picture: a preview of it, and where it has to be scaled the scaled picture. In a worker where the page
// allows one, else here; decoding and encoding happen beside the page's own work in either case.
async function rendered(file, options) {
  try {
    const answer = await inWorker(file, options);
    if (answer) return answer;
  } catch {
    // The page's policy does not allow workers, or this browser does not have what they need.
  }
  return render(file, options);
}

let workerAddress = null;

// A worker that runs this file; its name says for what.
function started(name) {
  // It has to come from the page's own origin, which this file usually does not: one that loads it does.
  const source = () => new Blob(['import ' + JSON.stringify(import.meta.url)], { type: 'text/javascript' });
  workerAddress ??= URL.createObjectURL(source());
  return new Worker(workerAddress, { type: 'module', name });
}

let worker = null;
let nextQuestion = 0;
const questions = new Map();

function inWorker(file, options) {
  if (!options.scale || typeof Worker !== 'function' || typeof OffscreenCanvas !== 'function') return null;
  if (worker === null) {
    worker = started('wink-documents');
    const failed = () => {
      worker = false;
      for (const { reject } of questions.values()) reject();
      questions.clear();
    };
    worker.onerror = (event) => { event.preventDefault(); failed(); };
    worker.onmessageerror = failed;
    worker.onmessage = ({ data }) => {
      questions.get(data.id)?.[data.answer ? 'resolve' : 'reject'](data.answer ?? data.fault);
      questions.delete(data.id);
    };
  }
  if (!worker) return null;
  const id = nextQuestion++;
  return new Promise((resolve, reject) => {
    questions.set(id, { resolve, reject });
    worker.postMessage({ id, file, options });
  });
}

if (typeof WorkerGlobalScope === 'function' && self instanceof WorkerGlobalScope && self.name === 'wink-documents') {
  self.onmessage = async ({ data: { id, file, options } }) => {
    try {
      const answer = await render(file, options);
      self.postMessage({ id, answer }, answer.preview ? [answer.preview] : []);
    } catch (fault) {
      self.postMessage({ id, fault: String(fault) });
    }
  };
}

async function render(file, { format, scale, always }) {
  const whole = await createImageBitmap(file);
  const longest = Math.max(whole.width, whole.height);
  const preview = await createImageBitmap(canvasOf(whole, Math.min(1, PREVIEW_SIDE / longest)));
  let blob;
  if (always || (scale && longest > LONGEST_SIDE)) {
    const canvas = canvasOf(whole, Math.min(1, LONGEST_SIDE / longest));
    blob = await encoded(canvas, format);
    // A photo kept as PNG can stay large however small it is drawn.
    if (blob.size > LARGEST_BYTES) blob = await encoded(canvas, 'JPEG');
    if (blob.size > LARGEST_BYTES) throw 'FILE_TOO_LARGE';
  }
  whole.close();
  return { blob, preview };
}

function canvasOf(bitmap, factor) {
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * factor)));
  let canvas;
  if (typeof OffscreenCanvas === 'function') {
    canvas = new OffscreenCanvas(width, height);
  } else {
    canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas;
}

function encoded(canvas, format) {
  const type = format === 'PNG' ? 'image/png' : 'image/jpeg';
  if (canvas.convertToBlob) return canvas.convertToBlob({ type, quality: JPEG_QUALITY });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject('UNREADABLE_FILE')), type, JPEG_QUALITY);
  });
}

// --- Metadata. A file that does not end where it should is damaged.

// Text, times and camera data go; what decides how the picture looks stays.
function withoutPngMetadata(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) break;
    const kind = latin(bytes.subarray(at + 4, at + 8));
    if (!['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'].includes(kind)) kept.push(bytes.subarray(at, end));
    // Whatever comes after the end is not the picture.
    if (kind === 'IEND') return kept;
    at = end;
  }
  throw 'UNREADABLE_FILE';
}

// Camera data, XMP, IPTC, comments and further pictures go; which side is up stays.
function withoutJpegMetadata(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.subarray(0, 2)];
  let orientation = 1;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) throw 'UNREADABLE_FILE';
    const marker = bytes[at + 1];
    // Padding.
    if (marker === 0xff) { at += 1; continue; }
    if (marker === 0xd9) break;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) throw 'UNREADABLE_FILE';
    const body = bytes.subarray(at + 4, end);
    if (marker === 0xe1) orientation = orientationOf(body) || orientation;
    const isPictureFormat = marker === 0xe0 || marker === 0xee || (marker === 0xe2 && latin(body).startsWith('ICC_PROFILE'));
    const isMetadata = (marker >= 0xe0 && marker <= 0xef && !isPictureFormat) || marker === 0xfe;
    if (!isMetadata) kept.push(bytes.subarray(at, end));
    at = end;
    if (marker === 0xda) {
      const from = at;
      // To the next marker that is neither a stuffed byte nor a restart.
      while (at + 1 < bytes.length) {
        const next = bytes[at + 1];
        if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) break;
        at += 1;
      }
      kept.push(bytes.subarray(from, at));
      if (bytes[at + 1] === 0xd9) {
        kept.push(new Uint8Array([0xff, 0xd9]));
        if (orientation !== 1) kept.splice(1, 0, orientationSegment(orientation));
        return kept;
      }
    }
  }
  throw 'UNREADABLE_FILE';
}

function orientationOf(body) {
  if (!latin(body).startsWith('Exif\0\0')) return 0;
  const tiff = new DataView(body.buffer, body.byteOffset + 6, body.byteLength - 6);
  let found = 0;
  try {
    eachEntry(tiff, (tag, at, little) => { if (tag === 0x0112) found = tiff.getUint16(at + 8, little); });
  } catch {
    // Camera data that is damaged says nothing.
  }
  return found >= 1 && found <= 8 ? found : 0;
}

// Camera data with nothing but which side is up.
function orientationSegment(orientation) {
  return new Uint8Array([
    0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0,
    1, 0, orientation, 0, 0, 0, 0, 0, 0,
  ]);
}

// The entries of a TIFF's directories, one after the other: tag, place, byte order.
function eachEntry(view, take) {
  const little = view.getUint16(0) === 0x4949;
  const seen = new Set();
  for (let directory = view.getUint32(4, little); directory && !seen.has(directory);) {
    seen.add(directory);
    const count = view.getUint16(directory, little);
    for (let index = 0; index < count; index += 1) {
      const at = directory + 2 + index * 12;
      take(view.getUint16(at, little), at, little);
    }
    directory = view.getUint32(directory + 2 + count * 12, little);
  }
}

// Bytes of one value of each TIFF type.
const TIFF_TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

// The place, XMP, IPTC and maker's notes are overwritten where they stand, so that nothing else has to move.
function withoutTiffMetadata(bytes) {
  const view = new DataView(bytes.buffer);
  const clear = (from, length) => bytes.fill(0, from, from + length);
  const value = (at, little) => {
    const length = (TIFF_TYPE_BYTES[view.getUint16(at + 2, little)] ?? 1) * view.getUint32(at + 4, little);
    return length > 4 ? [view.getUint32(at + 8, little), length] : [at + 8, length];
  };
  eachEntry(view, (tag, at, little) => {
    if (tag === 0x8825 || tag === 0x8769) {
      const directory = view.getUint32(at + 8, little);
      const count = view.getUint16(directory, little);
      for (let index = 0; index < count; index += 1) clear(...value(directory + 2 + index * 12, little));
      clear(directory, 2 + count * 12);
    } else if (tag === 0x02bc || tag === 0x83bb || tag === 0x8649) {
      clear(...value(at, little));
    }
  });
  return bytes;
}

// --- PDF

// Largest PDF whose first page is drawn when the page allows no worker, in bytes: the page is blocked meanwhile.
const LARGEST_DRAWN_HERE_BYTES = 1024 * 1024;
// Timeout for loading the drawing module and for drawing. After it, the file is shown without a picture.
const LONGEST_DRAWING_MILLIS = 20000;
// Timeout for finding out whether a PDF needs a password. After it, the file is accepted; the service checks it anyway.
const LONGEST_OPENING_MILLIS = 10000;

async function pdf(file, bytes) {
  const text = latin(bytes);
  if (!text.includes('startxref') && !text.includes('trailer')) throw 'UNREADABLE_FILE';
  const page = firstPage(file);
  if (!/\/Encrypt\s*(\d+\s+\d+\s+R|<<)/.test(text)) {
    return { pages: await pdfPages(bytes, text), preview: page.picture };
  }
  // Many an encrypted PDF opens without a password all the same.
  const { fault, pages } = await Promise.race([page.opened, after(LONGEST_OPENING_MILLIS, {})]);
  if (fault === 'ENCRYPTED_FILE') throw fault;
  if (pages === 0) throw 'EMPTY_FILE';
  return { pages, preview: page.picture };
}

const after = (millis, answer) => new Promise((resolve) => { setTimeout(resolve, millis, answer); });

let lastPicture = Promise.resolve();

// Promises what opening a PDF says (`{ pages }`, `{ fault }`, or nothing where that cannot be found out), and the picture
// of its first page or `null`. One file after the other, because each takes memory.
function firstPage(file) {
  let tell;
  const opened = new Promise((resolve) => { tell = resolve; });
  const picture = lastPicture
    .then(() => drawnFirstPage(file, tell))
    .catch(() => null)
    .finally(() => tell({}));
  lastPicture = picture;
  return { opened, picture };
}

async function drawnFirstPage(file, tell) {
  const module = await Promise.race([pagePreview(), after(LONGEST_DRAWING_MILLIS, null)]);
  if (!module) return null;
  let worker;
  try {
    worker = started('wink-first-page');
    return await answerOf(worker, { module, file }, tell);
  } catch (fault) {
    if (fault === 'NOT_DRAWN') return null;
    // As with pictures: the page's policy does not allow workers, or this browser does not have what they need.
    return drawFirstPage(module, file, file.size > LARGEST_DRAWN_HERE_BYTES ? 0 : PREVIEW_SIDE, tell);
  } finally {
    worker?.terminate();
  }
}

function answerOf(worker, question, tell) {
  return new Promise((resolve, reject) => {
    setTimeout(reject, LONGEST_DRAWING_MILLIS, 'NOT_DRAWN');
    worker.onerror = (event) => { event.preventDefault(); reject('NO_WORKER'); };
    worker.onmessageerror = () => reject('NO_WORKER');
    worker.onmessage = ({ data: { opened, picture } }) => {
      if (opened) tell(opened);
      else if (picture) resolve(picture);
      else reject('NOT_DRAWN');
    };
    worker.postMessage(question);
  });
}

if (typeof WorkerGlobalScope === 'function' && self instanceof WorkerGlobalScope && self.name === 'wink-first-page') {
  self.onmessage = async ({ data: { module, file } }) => {
    const tell = (opened) => self.postMessage({ opened });
    const picture = await drawFirstPage(module, file, PREVIEW_SIDE, tell).catch(() => null);
    self.postMessage({ picture }, picture ? [picture] : []);
  };
}

let pagePreviewModule = null;

// `crates/page-preview`, compiled; fetched once.
function pagePreview() {
  // Nobody is helped by a picture that costs more than the file.
  if (navigator.connection?.saveData) return null;
  if (!pagePreviewModule) {
    pagePreviewModule = fetch(new URL('./page-preview.wasm', import.meta.url), { credentials: 'omit' })
      .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(answer.status)))
      .then((bytes) => WebAssembly.compile(bytes));
    pagePreviewModule.catch(() => { pagePreviewModule = null; });
  }
  return pagePreviewModule;
}

async function drawFirstPage(module, file, longestSide, tell) {
  const { default: start, Document, __wbg_reset_state: startAfresh } = await import('./page-preview.js');
  await start({ module_or_path: module });
  try {
    const document = Document.open(new Uint8Array(await file.arrayBuffer()));
    tell({ pages: document.pages });
    const picture = document.draw(longestSide);
    if (!picture) return null;
    const { width } = picture;
    const pixels = picture.into_pixels();
    return createImageBitmap(new ImageData(new Uint8ClampedArray(pixels.buffer), width));
  } catch (fault) {
    tell({ fault: String(fault) });
    return null;
  } finally {
    // Gives back the memory, and clears up after what went wrong.
    startAfresh();
  }
}

// The number of pages; undefined where they could not be counted.
async function pdfPages(bytes, text) {
  const parts = [text];
  // Newer files keep the tree of pages in compressed streams.
  for (const found of text.matchAll(/\/ObjStm\b/g)) {
    const start = text.slice(found.index, found.index + 2000).match(/stream\r?\n/);
    if (!start) continue;
    const from = found.index + start.index + start[0].length;
    const to = text.indexOf('endstream', from);
    if (to > 0) parts.push(await inflated(bytes.subarray(from, to)));
  }
  let isTree = false;
  let pages = 0;
  let most = 0;
  for (const part of parts) {
    pages += part.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;
    for (const [tree] of part.matchAll(/<<(?:[^<>]|<<[^<>]*>>|<[^<>]*>)*\/Type\s*\/Pages\b(?:[^<>]|<<[^<>]*>>|<[^<>]*>)*>>/g)) {
      const count = tree.match(/\/Count\s+(\d+)/);
      if (!count) continue;
      isTree = true;
      most = Math.max(most, Number(count[1]));
    }
  }
  if (isTree && most === 0 && pages === 0) throw 'EMPTY_FILE';
  return most || pages || undefined;
}

async function inflated(bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const parts = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(latin(value));
    }
  } catch {
    // What came before a line end that does not belong to the stream is all there is.
  }
  return parts.join('');
}
