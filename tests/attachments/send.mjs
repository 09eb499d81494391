// Sends files with tus-js-client as people have it: node send.mjs ENDPOINT TOKEN FILE SHA256 MEDIA_TYPE [CHUNK]
// Says on one line of JSON what came of it: the upload's address, how often it asked, what the server acknowledged.
import { createReadStream, statSync } from 'node:fs'
import * as tus from 'tus-js-client'

const [endpoint, token, file, sha256, filetype, chunk] = process.argv.slice(2)
const asked = {}
let acknowledged = 0

const upload = new tus.Upload(createReadStream(file), {
  endpoint,
  uploadSize: statSync(file).size,
  chunkSize: chunk ? Number(chunk) : 1_000_000,
  metadata: { sha256, filetype },
  headers: token ? { Authorization: `Bearer ${token}` } : {},
  // Quick, because the line in the test is cut at once.
  retryDelays: Array(40).fill(100),
  onBeforeRequest: (request) => {
    asked[request.getMethod()] = (asked[request.getMethod()] ?? 0) + 1
  },
  onChunkComplete: (size) => {
    acknowledged += size
  },
  onError: (error) => {
    const response = error.originalResponse
    const status = response ? response.getStatus() : 0
    let code = null
    try {
      code = JSON.parse(response.getBody()).code
    } catch {
      // Nothing was answered.
    }
    console.log(JSON.stringify({ done: false, status, code, asked, message: String(error.message) }))
  },
  onSuccess: () => console.log(JSON.stringify({ done: true, url: upload.url, asked, acknowledged })),
})
upload.start()
