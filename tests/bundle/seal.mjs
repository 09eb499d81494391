// Packs and seals a bundle with what a phone has: node seal.mjs RECIPIENT OUT QUEUE.json [PHOTO…]
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

// Older Node has it, and does not say so.
globalThis.crypto ??= (await import('node:crypto')).webcrypto
const { Encrypter } = await import('age-encryption')

// One entry of a tar archive (ustar): a head of 512 bytes, the content, zeros to the next 512.
function entry(name, content) {
  const head = Buffer.alloc(512)
  head.write(name, 0)
  head.write('0000600\0', 100)
  head.write('0000000\0', 108)
  head.write('0000000\0', 116)
  head.write(content.length.toString(8).padStart(11, '0') + '\0', 124)
  head.write('00000000000\0', 136)
  head.write('        0', 148)
  head.write('ustar\x0000', 257)
  const sum = head.reduce((sum, byte) => sum + byte, 0)
  head.write(sum.toString(8).padStart(6, '0') + '\0 ', 148)
  return Buffer.concat([head, content, Buffer.alloc((512 - (content.length % 512)) % 512)])
}

const [recipient, out, queue, ...photos] = process.argv.slice(2)
const entries = [entry('queue.json', readFileSync(queue))]
for (const photo of photos) {
  const content = readFileSync(photo)
  entries.push(entry('files/' + createHash('sha256').update(content).digest('hex'), content))
}
const encrypter = new Encrypter()
encrypter.addRecipient(recipient)
writeFileSync(out, await encrypter.encrypt(Buffer.concat([...entries, Buffer.alloc(1024)])))
