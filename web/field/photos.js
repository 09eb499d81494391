// Photos: taken in whole and checked before they are kept, sent in pieces and taken up again where the line broke.
//
// The pieces are tus-js-client's work (vendor-tus.min.js sets `tus`): a client that many people use knows more bad networks
// than one of ours would. It is given bytes from memory, piece by piece, never a Blob: large Blobs may be laid down on the
// disk of the phone, in the clear. For the same reason its own memory of uploads is left off; the journal remembers them.

import { newId } from './entry.js'
import { Unanswered } from './server.js'

export const LARGEST = 32 * 1024 * 1024
export const MOST = 20
const PIECE = 1024 * 1024
const RETRIES = [500, 1_000, 3_000]

/** What a file is by its first bytes; null for what the server would not take. */
export function mediaOf(bytes) {
  const is = (at, ...signs) => signs.every((sign, n) => bytes[at + n] === sign)
  if (is(0, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (is(0, 0x89, 0x50, 0x4e, 0x47)) return 'image/png'
  if (is(0, 0x52, 0x49, 0x46, 0x46) && is(8, 0x57, 0x45, 0x42, 0x50)) return 'image/webp'
  if (is(0, 0x25, 0x50, 0x44, 0x46)) return 'application/pdf'
  const brand = String.fromCharCode(...bytes.slice(4, 12))
  return /^ftyp(heic|heix|hevc|mif1|msf1)/.test(brand) ? 'image/heic' : null
}

/** A chosen file as a photo of an entry, with its bytes; or which word says why not. */
export async function taken(file) {
  if (file.size > LARGEST) return { why: 'photoTooLarge' }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const media_type = mediaOf(bytes)
  if (!media_type) return { why: 'photoUnknown' }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const photo = { id: newId(), sha256, bytes: bytes.length, media_type, name: file.name.slice(0, 100), stored: false }
  return { photo, bytes }
}

const SMALL = 264

/** A small copy to look at, made in memory; null where the browser has no decoder for it. */
export async function glimpse(bytes, { media_type, name }) {
  const { ImageDecoder } = globalThis
  if (!(await ImageDecoder?.isTypeSupported(media_type))) return null
  const decoder = new ImageDecoder({ data: bytes, type: media_type })
  try {
    const { image } = await decoder.decode()
    const scale = SMALL / Math.min(image.displayWidth, image.displayHeight)
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.displayWidth * scale)
    canvas.height = Math.round(image.displayHeight * scale)
    canvas.setAttribute('role', 'img')
    canvas.setAttribute('aria-label', name)
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height)
    image.close()
    return canvas
  } finally {
    decoder.close()
  }
}

/** Reads pieces out of memory. The client asks a piece for its `size`, as a Blob has it. */
const reader = {
  openFile: async (bytes) => ({
    size: bytes.length,
    slice: async (from, to) => {
      const piece = bytes.subarray(from, to)
      return { value: Object.assign(piece, { size: piece.length }), done: to >= bytes.length }
    },
    close: () => undefined,
  }),
}

/** Sends one photo to its end. `begun` hears the address of the upload, `progress` how much the server has. */
export function upload(token, photo, bytes, { begun, progress }) {
  return new Promise((resolve, reject) => {
    const sending = new globalThis.tus.Upload(bytes, {
      endpoint: '/api/v1/uploads',
      uploadUrl: photo.upload ?? null,
      uploadSize: bytes.length,
      chunkSize: PIECE,
      fileReader: reader,
      metadata: { sha256: photo.sha256, filetype: photo.media_type },
      headers: { Authorization: `Bearer ${token}` },
      retryDelays: RETRIES,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => begun(sending.url),
      onChunkComplete: (_, accepted) => progress(accepted),
      onSuccess: () => resolve(),
      onError: (error) => reject(why(error)),
    })
    sending.start()
  })
}

function why(error) {
  const response = error.originalResponse
  const status = response?.getStatus() ?? 0
  if (status === 0) return new Unanswered('offline')
  let told = {}
  try {
    told = JSON.parse(response.getBody())
  } catch {
    // Not an answer of the server's own.
  }
  if (status === 401) return new Unanswered('revoked', told.detail, told.code)
  if ([408, 409, 423, 429].includes(status) || status >= 500) return new Unanswered('later', told.detail, told.code)
  return new Unanswered(told.code ? 'refused' : 'offline', told.detail, told.code)
}
