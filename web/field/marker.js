// The key of a marker from what people write on a phone. The full parser is the server's; this one reads one marker on the
// line that was chosen, or a key, and leaves anything else to be corrected by its writer.

export const LINES = ['VN-LA', 'VN-CN', 'VN-KH']

const KEY = /^(VN-(?:LA|CN|KH)):(\S+)$/i
const SLUG = /^(?:(stake-)(\d{1,5})|(\d{1,5})(?:_(\d{1,3}))?(?:\.(\d{1,2}))?)$/
const WRITTEN = /^(\d{1,5})(?:\s*\/\s*(\d{1,3}))?(?:\s*\(\s*(\d{1,2})\s*\))?$/
// In front of a number, with or without marks: "khu vực mốc quốc giới số 211", "cọc dấu 12".
const WORDS = /^(?:(?:khu vuc|moc|quoc gioi|bien gioi|chinh|phu|so)\s+)+/
const STAKE = /^coc dau\s+(?:so\s+)?(\d{1,5})$/

const bare = (text) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase()

/** `VN-LA:211`, or null for what is no single marker. */
export function markerKey(text, line) {
  const written = text.trim().replace(/\s+/g, ' ')
  const key = KEY.exec(written)
  if (key) return SLUG.test(key[2]) ? `${key[1].toUpperCase()}:${key[2]}` : null
  if (!LINES.includes(line)) return null
  const plain = bare(written)
  const stake = STAKE.exec(plain)
  if (stake) return keyOf(line, `stake-${Number(stake[1])}`, stake[1])
  const found = WRITTEN.exec(plain.replace(WORDS, ''))
  if (!found) return null
  const [, main, sub, k] = found
  return keyOf(line, `${main}${sub ? `_${sub}` : ''}${k ? `.${k}` : ''}`, main, sub, k)
}

// "0211" is nobody's number: rather ask than guess.
function keyOf(line, slug, ...numbers) {
  return numbers.some((digits) => digits && digits.length > 1 && digits.startsWith('0')) ? null : `${line}:${slug}`
}

/** As people write it: `1088/2`, `261(1)`, `cọc dấu 12`. */
export function written(key) {
  const slug = key.split(':')[1] ?? key
  if (slug.startsWith('stake-')) return `cọc dấu ${slug.slice(6)}`
  const [number, k] = slug.split('.')
  return number.replace('_', '/') + (k ? `(${k})` : '')
}
