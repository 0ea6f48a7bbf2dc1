// Files to upload, created by the tests: pictures, PDFs, and damaged ones.

import { crc32, deflateSync } from 'node:zlib';

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const made = Buffer.alloc(body.length + 8);
  made.writeUInt32BE(data.length, 0);
  body.copy(made, 4);
  made.writeUInt32BE(crc32(body), made.length - 4);
  return made;
}

// A grey gradient. `noise` makes the file large, `extra` are chunks of `[kind, text]`.
export function png(width, height, { noise = false, extra = [] } = {}) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = Buffer.alloc((width + 1) * height);
  let seed = 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      pixels[y * (width + 1) + 1 + x] = noise ? seed >> 16 : ((x + y) * 255) / (width + height);
    }
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...extra.map(([kind, text]) => chunk(kind, Buffer.from(text, 'latin1'))),
    chunk('IDAT', deflateSync(pixels, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

// A photo as a browser encodes it: red above, blue below.
export async function jpeg(page, width, height) {
  const text = await page.evaluate(async ([w, h]) => {
    const canvas = new OffscreenCanvas(w, h);
    const context = canvas.getContext('2d');
    context.fillStyle = 'red';
    context.fillRect(0, 0, w, h / 2);
    context.fillStyle = 'blue';
    context.fillRect(0, h / 2, w, h / 2);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
    return btoa(bytes.reduce((all, byte) => all + String.fromCharCode(byte), ''));
  }, [width, height]);
  return Buffer.from(text, 'base64');
}

// The same with a camera's metadata: orientation, maker, and place.
export function asFromCamera(photo, orientation) {
  const tiff = Buffer.alloc(120);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(3, 8);
  const entry = (at, tag, type, count, value) => {
    tiff.writeUInt16BE(tag, at);
    tiff.writeUInt16BE(type, at + 2);
    tiff.writeUInt32BE(count, at + 4);
    if (type === 3) tiff.writeUInt16BE(value, at + 8); else tiff.writeUInt32BE(value, at + 8);
  };
  entry(10, 0x010f, 2, 12, 100);
  entry(22, 0x0112, 3, 1, orientation);
  entry(34, 0x8825, 4, 1, 50);
  tiff.writeUInt16BE(1, 50);
  tiff.writeUInt16BE(1, 52);
  tiff.writeUInt16BE(2, 54);
  tiff.writeUInt32BE(2, 56);
  tiff.write('N\0', 60, 'latin1');
  tiff.write('GPSCamera 1\0', 100, 'latin1');
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.alloc(4);
  head.set([0xff, 0xe1]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([photo.subarray(0, 2), head, body, photo.subarray(2), Buffer.from('GPS trailer')]);
}

// A scan of four grey pixels, with its place and its software in TIFF's metadata.
export function tiff() {
  const entries = [
    [0x0100, 3, 1, 2], [0x0101, 3, 1, 2], [0x0102, 3, 1, 8], [0x0103, 3, 1, 1], [0x0106, 3, 1, 1],
    [0x0111, 4, 1, 300], [0x0116, 3, 1, 2], [0x0117, 4, 1, 4],
    [0x02bc, 1, 20, 320], [0x8769, 4, 1, 200], [0x8825, 4, 1, 240],
  ];
  const file = Buffer.alloc(400);
  file.write('II*\0', 0, 'latin1');
  file.writeUInt32LE(8, 4);
  const directory = (at, rows) => {
    file.writeUInt16LE(rows.length, at);
    for (const [index, [tag, type, count, value]] of rows.entries()) {
      const place = at + 2 + index * 12;
      file.writeUInt16LE(tag, place);
      file.writeUInt16LE(type, place + 2);
      file.writeUInt32LE(count, place + 4);
      file.writeUInt32LE(value, place + 8);
    }
  };
  directory(8, entries);
  directory(200, [[0xa433, 2, 16, 345]]);
  directory(240, [[0x0002, 5, 3, 365]]);
  file.write('GREY', 300, 'latin1');
  file.write('<x>GPS in XMP</x>   ', 320, 'latin1');
  file.write('Camera by Maker\0', 345, 'latin1');
  file.write('GPS 14 deg 35 min north.', 365, 'latin1');
  return file;
}

// A PDF with this number of empty pages.
export function pdf({ pages = 1, isEncrypted = false } = {}) {
  const kids = Array.from({ length: pages }, (_, index) => `${index + 3} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    ...Array.from({ length: pages }, () => '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>'),
  ];
  let text = '%PDF-1.7\n';
  const places = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  text += places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const lock = isEncrypted ? ' /Encrypt << /Filter /Standard /V 1 /R 2 /O <00> /U <00> /P -4 >>' : '';
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R${lock} >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

export const HEIC = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(200)]);
export const PROGRAM = Buffer.concat([Buffer.from('MZ\x90\0', 'latin1'), Buffer.alloc(500)]);
