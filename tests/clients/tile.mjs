// Reads a vector tile:  node tile.mjs FILE  prints {layer: [{"properties", "lines"}]}.
import { readFileSync } from 'node:fs'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'

const tile = new VectorTile(new PbfReader(readFileSync(process.argv[2])))
const layers = {}
for (const [name, layer] of Object.entries(tile.layers)) {
  layers[name] = Array.from({ length: layer.length }, (_, n) => {
    const feature = layer.feature(n)
    return { properties: feature.properties, lines: feature.loadGeometry().map((line) => line.map(({ x, y }) => [x, y])) }
  })
}
process.stdout.write(JSON.stringify(layers))
