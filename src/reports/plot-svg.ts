import type { Plot } from '../figures/drawing.ts'

/** A plot for paper, in greys: lines differ by their dashes, areas by their shade, and a legend in words stands beside. */
export function plotSvg({ width, height, frame, series, x, y, areas, lines }: Plot): string {
  const grid = y.map(({ at }) => `<path d="M${frame.left} ${at}H${frame.right}" stroke="#ccc" stroke-width="1"/>`)
  const scale = y.map(({ at, text }) => label(frame.left - 6, at + 4, text, 'end'))
  const days = x.map(({ at, text, anchor }) => label(at, frame.bottom + 20, text, anchor))
  const shades = areas.map(
    ({ series: { number }, path }) =>
      `<path d="${path}" fill="${shadeOf(number, series.length)}" stroke="#222" stroke-width="0.7"/>`,
  )
  const strokes = lines.map(
    ({ series: { number }, path }) =>
      `<path d="${path}" fill="none" stroke="#222" stroke-width="2" stroke-dasharray="${dashesOf(number)}"/>`,
  )
  const parts = [...grid, ...shades, ...strokes, ...scale, ...days]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${parts.join('')}</svg>`
}

/** From dark to light, whatever their number. */
export const shadeOf = (number: number, of: number): string => {
  const level = Math.round(60 + (170 * (number - 1)) / Math.max(1, of - 1))
  return `#${level.toString(16).padStart(2, '0').repeat(3)}`
}

const dashesOf = (number: number): string => ['none', '7 4', '2 3', '10 3 2 3'][(number - 1) % 4]!

function label(x: number, y: number, text: string, anchor: string): string {
  return `<text x="${x}" y="${y}" font-size="13" font-family="Libertinus Serif" text-anchor="${anchor}" fill="#222">${escaped(text)}</text>`
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
