/**
 * Draws every icon from one SVG and five symbols. Run `node scripts/icons.mjs` after changing either, and commit the
 * result. Chromium draws, because the tests need it anyway.
 *
 *   resources/icons/app-SIZE.png      the app's icon
 *   resources/tray/STATUS.png, @2x    the tray's icons: a color and a symbol, never color alone
 *   resources/tray/STATUSTemplate*    the same for macOS, which colors them itself
 *   src/renderer/public/favicon.svg   the page's icon
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from './requirements.mjs';

const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];

/** On a grid of 16 by 16, with strokes on whole pixels to keep them sharp at that size. */
const SYMBOLS = {
  up: { color: '#2a9d5c', path: 'M4.5 8.5 L7 11 L11.5 5.5' },
  degraded: { color: '#d18a00', path: 'M8 4 V8.5 M8 11.5 V11.6' },
  down: { color: '#d93b3b', path: 'M5 5 L11 11 M11 5 L5 11' },
  paused: { color: '#78838f', path: 'M6 5 V11 M10 5 V11' },
  unknown: { color: '#78838f', path: 'M5.75 6.25 A2.25 2.25 0 1 1 8 8.5 V9 M8 12 V12.1' },
};

/** A disc with the symbol on it, or for a template: with the symbol cut out. */
function traySvg({ color, path }, template) {
  const symbol = (stroke) =>
    `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`;
  const body = template
    ? `<mask id="m"><rect width="16" height="16" fill="#fff"/>${symbol('#000')}</mask><circle cx="8" cy="8" r="7.5" mask="url(#m)"/>`
    : `<circle cx="8" cy="8" r="7.5" fill="${color}"/>${symbol('#fff')}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${body}</svg>`;
}

const root = resolve(import.meta.dirname, '..');
const executablePath = findChromium();
if (executablePath === null) {
  console.error('Drawing needs Chromium, which is missing (Debian package chromium).');
  process.exit(1);
}
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
try {
  const page = await browser.newPage();

  async function draw(svg, size, file) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<style>html, body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`,
    );
    await writeFile(resolve(root, file), await page.screenshot({ omitBackground: true }));
  }

  await mkdir(resolve(root, 'resources/icons'), { recursive: true });
  await mkdir(resolve(root, 'resources/tray'), { recursive: true });
  await mkdir(resolve(root, 'src/renderer/public'), { recursive: true });
  const icon = await readFile(resolve(root, 'resources/icon.svg'), 'utf8');
  for (const size of APP_SIZES) await draw(icon, size, `resources/icons/app-${size}.png`);
  for (const [status, symbol] of Object.entries(SYMBOLS)) {
    for (const [name, template] of [
      [status, false],
      [`${status}Template`, true],
    ]) {
      await draw(traySvg(symbol, template), 16, `resources/tray/${name}.png`);
      await draw(traySvg(symbol, template), 32, `resources/tray/${name}@2x.png`);
    }
  }
  await copyFile(resolve(root, 'resources/icon.svg'), resolve(root, 'src/renderer/public/favicon.svg'));
} finally {
  await browser.close();
}
