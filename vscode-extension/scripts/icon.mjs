// Draws icon.png: an entity tag on a wire, with a squiggle under its quoted value.
import { writeFileSync } from 'node:fs';
import * as zlib from 'node:zlib';

const size = 256;
const samples = 4;

const mix = (a, b, t) => a.map((value, i) => value + (b[i] - value) * t);
const clamp = (value) => Math.min(1, Math.max(0, value));
const distance = (x, y, cx, cy) => Math.hypot(x - cx, y - cy);

function toSegment(x, y, ax, ay, bx, by) {
  const t = clamp(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2));
  return distance(x, y, ax + t * (bx - ax), ay + t * (by - ay));
}

/** Below 0 inside of a box with round corners. */
function box(x, y, cx, cy, halfWidth, halfHeight, radius) {
  const dx = Math.abs(x - cx) - halfWidth + radius;
  const dy = Math.abs(y - cy) - halfHeight + radius;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}

/** A luggage tag: a box with round corners whose left side comes to a point. */
function tag(x, y, grow) {
  const left = 74 - grow;
  const slope = (Math.abs(y - 120) - (x - left)) * Math.SQRT1_2;
  return Math.max(box(x, y, 154, 120, 82 + grow, 58 + grow, 16 + grow), slope - 22);
}

const colours = {
  top: [33, 58, 102],
  bottom: [14, 27, 51],
  wire: [255, 179, 71],
  paper: [247, 250, 255],
  shade: [9, 18, 36],
  ink: [36, 62, 108],
  red: [229, 57, 53],
};

function wireHeight(x) {
  return 120 + 26 * Math.sin((x - 92) / 30) * clamp((92 - x) / 60);
}

function quote(x, y, cx) {
  const top = 92;
  const width = 8 - 4 * clamp((y - top) / 30);
  return y >= top && y <= top + 30 && Math.abs(x - cx) <= width;
}

function colourAt(x, y) {
  if (box(x, y, 128, 128, 128, 128, 54) > 0) return [0, 0, 0, 0];
  let colour = mix(colours.top, colours.bottom, y / size);
  const shadow = tag(x - 2, y - 7, 2);
  if (shadow < 6) colour = mix(colour, colours.shade, 0.55 * clamp((6 - shadow) / 10));
  if (tag(x, y, 0) <= 0) colour = colours.paper;
  const toHole = distance(x, y, 100, 120);
  if (toHole < 13) colour = toHole < 9 ? colours.bottom : mix(colours.paper, colours.ink, 0.35);
  if (tag(x, y, 0) <= 0 && toHole >= 13) {
    if ([138, 158, 196, 216].some((cx) => quote(x, y, cx))) colour = colours.ink;
    const wave = 150 + 6 * Math.cos(((x - 130) / 15) * Math.PI);
    if (x > 128 && x < 226 && Math.abs(y - wave) < 4.6) colour = colours.red;
  }
  if (x < 101 && Math.abs(y - wireHeight(x)) < 5) colour = colours.wire;
  if (toSegment(x, y, 96, 120, 101, 120) < 5) colour = colours.wire;
  return [...colour, 255];
}

function pixel(column, row) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < samples ** 2; i++) {
    const x = column + ((i % samples) + 0.5) / samples;
    const y = row + (Math.floor(i / samples) + 0.5) / samples;
    const [red, green, blue, alpha] = colourAt(x, y);
    [red * alpha, green * alpha, blue * alpha, alpha].forEach((value, channel) => (sum[channel] += value));
  }
  const alpha = sum[3] || 1;
  return [sum[0] / alpha, sum[1] / alpha, sum[2] / alpha, sum[3] / samples ** 2].map(Math.round);
}

const crc = zlib.crc32 ?? ((bytes) => {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc(body), body.length + 4);
  return whole;
}

const rows = [];
for (let row = 0; row < size; row++) {
  rows.push(0);
  for (let column = 0; column < size; column++) rows.push(...pixel(column, row));
}
const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6, 0, 0, 0], 8);
writeFileSync(
  new URL('../icon.png', import.meta.url),
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', zlib.deflateSync(Buffer.from(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]),
);
