/** Reads XLIFF with npm `xliff`, a reader that is not ours: `node xliff.mjs FILE` prints `[name, source, target]` of
 * each text, a line each, with its codes put back. That reader drops white space between two codes and around a
 * text, so compare without. */
import { readFileSync } from 'node:fs'
import { xliff2js } from 'xliff'

const { resources } = await xliff2js(readFileSync(process.argv[2], 'utf8'))
for (const units of Object.values(resources)) {
  for (const unit of Object.values(units)) {
    if (!unit.additionalAttributes?.name) continue
    const data = {}
    for (const element of unit.additionalElements ?? []) {
      if (element.name !== 'originalData') continue
      for (const { attributes, elements = [] } of element.elements) {
        data[attributes.id] = elements.map(text).join('')
      }
    }
    const joined = (parts) => [parts ?? []].flat().map((part) => typeof part === 'string' ? part : code(part, data)).join('')
    console.log(JSON.stringify([unit.additionalAttributes.name, joined(unit.source), joined(unit.target)]))
  }
}

function text(element) {
  return element.type === 'text' ? element.text : element.name === 'cp' ? cp(element.attributes) : ''
}

function cp({ hex }) {
  return String.fromCodePoint(parseInt(hex, 16))
}

function code(part, data) {
  const [inline] = Object.values(part)
  return inline.hex ? cp(inline) : data[inline.dataRef] ?? '�'
}
