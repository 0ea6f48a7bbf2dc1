// Makes the sample payslips from payslip.html, with the browser that the journeys use:
//   WINK_CHROMIUM=/usr/bin/chromium node static/samples/source/make.mjs
// (after `npm ci` in tests/journeys). The sandbox knows a sample by its words "Sample document, for trying out only",
// and reads the rest.
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { crc32, deflateSync } from "node:zlib";

const LEVELS = 32; // of each colour: fewer than a screen has, so that the file stays small
const require = createRequire(new URL("../../../tests/journeys/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const path = (name) => fileURLToPath(new URL(name, import.meta.url));

const browser = await chromium.launch({ executablePath: process.env.WINK_CHROMIUM, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 794, height: 1122 }, deviceScaleFactor: 1.5 });
await page.goto(new URL("payslip.html", import.meta.url).href);
await page.pdf({ path: path("../payslip-george.pdf"), format: "A4", printBackground: true });
const screenshot = (await page.screenshot()).toString("base64");
await writeFile(path("../payslip-george.png"), png(await page.evaluate(pixels, screenshot)));
await browser.close();

// In the browser: size and colours of a picture.
async function pixels(base64) {
  const picture = new Image();
  picture.src = `data:image/png;base64,${base64}`;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { width, height, rgba: Array.from(data) };
}

// A PNG without filters, which suits flat colours.
function png({ width, height, rgba }) {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0, to = 0; y < height; y += 1) {
    to += 1;
    for (let x = 0; x < width; x += 1) {
      for (let colour = 0; colour < 3; colour += 1, to += 1) {
        const level = Math.round((rgba[(y * width + x) * 4 + colour] / 255) * (LEVELS - 1));
        rows[to] = Math.round((level / (LEVELS - 1)) * 255);
      }
    }
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const packed = deflateSync(rows, { level: 9, memLevel: 9 });
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", packed), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
