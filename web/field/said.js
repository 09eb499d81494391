// What a record says, all of it, in words: nobody approves what he has not read. A field, or a word in one, that this page
// does not know makes the record one for a desk.

import { written } from './marker.js'
import { thread, Unanswered } from './server.js'
import { language, moment } from './words.js'

const pair = ([vi, en]) => (language() === 'en' ? en : vi)

const KINDS = {
  inspection: ['Kiểm tra', 'Inspection'],
  hazard: ['Điểm theo dõi', 'Hazard'],
  reading: ['Số đo', 'Reading'],
  incident: ['Vụ việc', 'Incident'],
  patrol: ['Chuyến tuần tra', 'Patrol'],
  patrol_plan: ['Kế hoạch tuần tra', 'Plan of a patrol'],
  warning: ['Cảnh báo mưa lớn, sạt lở', 'Warning'],
  track: ['Vết đi', 'Track'],
  object: ['Đối tượng', 'Object'],
  damage_report: ['Báo cáo hư hại', 'Damage report'],
  answer: ['Trả lời báo cáo', 'Answer to a report'],
  meeting: ['Cuộc gặp phía bạn', 'Meeting'],
  counterpart: ['Phía bạn cùng kiểm tra', 'What the other side saw'],
  task: ['Việc được giao', 'Task'],
  task_report: ['Báo cáo nhiệm vụ', 'Report on a task'],
  works_report: ['Báo cáo công trình', 'Report on works'],
  supervision_visit: ['Giám sát công trình', 'Visit to works'],
  map_check: ['Kiểm tra bộ bản đồ chuẩn', 'Map check'],
}
const OF_LAYER = {
  inspections: 'inspection', hazards: 'hazard', readings: 'reading', incidents: 'incident', patrols: 'patrol', 'patrol-plans': 'patrol_plan',
  tracks: 'track', objects: 'object', 'damage-reports': 'damage_report', meetings: 'meeting', tasks: 'task',
  'map-checks': 'map_check',
}

const SEVERITY = {
  unknown: ['chưa rõ', 'unknown'], low: ['thấp', 'low'], moderate: ['trung bình', 'moderate'], high: ['cao', 'high'],
  critical: ['rất cao', 'critical'],
}
const LABEL = { public: ['công khai', 'public'], internal: ['nội bộ', 'internal'], restricted: ['hạn chế', 'restricted'] }
const MODE = { unilateral: ['đơn phương', 'unilateral'], bilateral: ['song phương', 'bilateral'], joint: ['liên hợp', 'joint'] }
const CONDITION = {
  good: ['tốt', 'good'], damaged: ['hư hỏng', 'damaged'], tilted: ['nghiêng', 'leaning'], displaced: ['xê dịch', 'shifted'],
  buried: ['bị vùi lấp', 'buried'], missing: ['mất', 'missing'], not_found: ['không tìm thấy', 'not found'],
  at_risk_of_damage: ['có nguy cơ hư hỏng', 'at risk of damage'], at_risk: ['có nguy cơ', 'at risk'], unknown: ['chưa rõ', 'unknown'],
}
const PART = {
  body: ['thân', 'body'], base: ['chân, đế', 'base'], inscription: ['chữ, số', 'inscription'], emblem: ['quốc huy', 'emblem'],
  position: ['vị trí', 'position'], surroundings: ['xung quanh', 'surroundings'], revetment: ['kè', 'revetment'], surface: ['bề mặt', 'surface'],
  slope: ['sườn, ta luy', 'slope'], drainage: ['thoát nước', 'drainage'], bridge: ['cầu, ngầm', 'bridge or ford'],
}
const HAZARD = {
  landslide: ['sạt lở', 'landslide'], landslide_risk: ['nguy cơ cao sạt lở', 'risk of a landslide'], crack: ['vết nứt', 'crack'],
  bank_erosion: ['sạt lở bờ', 'eroded bank'],
}
const ENDANGERED = { ridge: ['sống núi', 'ridge'], ground: ['mặt đất', 'ground'], marker: ['mốc', 'marker'], embankment: ['kè', 'embankment'] }
const METHOD = {
  tape: ['thước dây', 'tape'], gauge: ['thước đo vết nứt', 'gauge'], photo: ['ảnh', 'photo'], gnss: ['GNSS', 'GNSS'],
  total_station: ['toàn đạc', 'total station'], estimate: ['ước lượng', 'by eye'], other: ['cách khác', 'other'],
}
const INCIDENT = {
  encroachment_on_line: ['xâm phạm đường biên giới', 'encroachment on the line'],
  encroachment_on_marker: ['xâm hại mốc quốc giới', 'encroachment on a marker'],
  agreement_breach: ['vi phạm hiệp định', 'breach of an agreement'], illegal_crossing: ['xuất nhập cảnh trái phép', 'illegal crossing'],
  smuggling: ['buôn lậu', 'smuggling'], drugs: ['ma túy', 'drugs'], timber: ['gỗ, lâm sản trái phép', 'timber'],
  wildlife: ['động vật hoang dã', 'wildlife'], congestion: ['ùn tắc cửa khẩu', 'congestion'], other: ['khác', 'other'],
}
const FORCE = {
  border_guard: ['Bộ đội Biên phòng', 'border guard'], police: ['Công an', 'police'], rangers: ['Kiểm lâm', 'rangers'], militia: ['Dân quân', 'militia'],
  customs: ['Hải quan', 'customs'], army: ['Quân đội', 'army'], other: ['lực lượng khác', 'other'],
}
const OBJECT = {
  boundary_mark: ['vật đánh dấu đường biên giới', 'other mark of the line'], embankment: ['kè', 'embankment'], ridge: ['sống núi biên giới', 'ridge'],
  patrol_road: ['đường tuần tra biên giới', 'patrol road'], access_way: ['đường ra mốc quốc giới', 'way to a marker'],
  post: ['đồn, trạm Biên phòng', 'border post'], village_mark: ['mốc địa giới bản, xã', 'boundary mark of a village'],
}
const MAP_USE = {
  plan: ['quy hoạch', 'plan'], land_file: ['hồ sơ đất đai', 'land file'], works: ['công trình xây dựng', 'works'],
  production: ['hoạt động sản xuất', 'production'], other: ['khác', 'other'],
}
const MAP_FINDING = {
  consistent: ['đúng bộ bản đồ chuẩn', 'consistent'], inconsistent: ['không đúng bộ bản đồ chuẩn', 'inconsistent'],
  could_not_tell: ['chưa kết luận được', 'could not tell'],
}

const text = (value) => (typeof value === 'string' ? value : null)
const number = (value) => (typeof value === 'number' ? String(value) : null)
const flag = (value) => (typeof value === 'boolean' ? pair(value ? ['có', 'yes'] : ['không', 'no']) : null)
const time = (value) => moment(value)
const day = (value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? value.split('-').reverse().join('/') : null)
const of = (words) => (value) => (Object.hasOwn(words, value) ? pair(words[value]) : null)
const each = (say) => (values) => {
  const all = values.map(say)
  return all.includes(null) ? null : all.join('; ')
}
const both = (one, other) => (one !== null && other !== null ? `${one}: ${other}` : null)
const part = (found) => both(of(PART)(found.part), of(CONDITION)(found.state))
const people = (came) => both(of(FORCE)(came.force), number(came.people))
/** Another record, by its name: its id says nothing to anybody. */
const record = async (id, token) => {
  try {
    const { contents } = await thread(token, id)
    const { body } = contents.find((one) => one.shown) ?? contents[0]
    return body.title ?? body.name ?? null
  } catch (error) {
    if (error instanceof Unanswered) return null
    throw error
  }
}

const NOTES = [['notes', ['Ghi chú', 'Notes'], text], ['note', ['Ghi chú', 'Note'], text]]
const KIND = ['Loại', 'Kind']
const WALK = [
  ['mode', ['Hình thức', 'Mode'], of(MODE)],
  ['force', ['Lực lượng', 'Force'], of(FORCE)],
  ['participants', ['Thành phần tham gia', 'Participants'], each(people)],
  ['other_side', ['Đơn vị phía bạn', 'The other side’s unit'], text],
]
/** Field by field: its label, and how its value is said. */
const FIELDS = {
  inspection: [
    ['object', ['Đối tượng', 'Object'], record],
    ['condition', ['Tình trạng', 'Condition'], of(CONDITION)],
    ['severity', ['Mức độ', 'Severity'], of(SEVERITY)],
    ['ground_cracked', ['Đất nứt', 'Ground cracked'], flag],
    ['marker_cracked', ['Mốc nứt', 'Marker cracked'], flag],
    ['object_cracked', ['Đối tượng bị nứt', 'Object cracked'], flag],
    ['parts', ['Từng phần', 'Part by part'], each(part)],
    ['mode', ['Hình thức', 'Mode'], of(MODE)],
  ],
  hazard: [
    ['title', ['Tên', 'Title'], text],
    ['kind', KIND, of(HAZARD)],
    ['severity', ['Mức độ', 'Severity'], of(SEVERITY)],
    ['object', ['Đối tượng', 'What is endangered'], of(ENDANGERED)],
  ],
  reading: [
    ['hazard', ['Điểm theo dõi', 'Hazard'], record],
    ['method', ['Cách đo', 'Method'], of(METHOD)],
    ['width_mm', ['Bề rộng (mm)', 'Width (mm)'], number],
    ['uncertainty_mm', ['Sai số (mm)', 'Uncertainty (mm)'], number],
    ['volume_m3', ['Khối lượng dịch chuyển (m³)', 'Moved volume (m³)'], number],
    ['distance_to_line_m', ['Cách đường biên (m)', 'To the line (m)'], number],
    ['distance_to_marker_m', ['Cách mốc (m)', 'To the marker (m)'], number],
  ],
  incident: [
    ['title', ['Tên', 'Title'], text],
    ['kind', KIND, of(INCIDENT)],
    ['kind_named', ['Loại, do đơn vị đặt tên', 'Kind, as the unit calls it'], text],
  ],
  patrol: [
    ...WALK,
    ['with', ['Lực lượng phối hợp', 'Together with'], each(of(FORCE))],
    ['started_at', ['Bắt đầu', 'Started'], time],
    ['ended_at', ['Kết thúc', 'Ended'], time],
    ['members', ['Số người', 'People'], number],
  ],
  patrol_plan: [...WALK, ['starts_on', ['Từ ngày', 'From'], day], ['due', ['Ngày cuối', 'Last day'], day]],
  map_check: [
    ['title', ['Hồ sơ', 'File'], text],
    ['checked', ['Nơi được kiểm tra', 'Who was checked'], text],
    ['used_for', ['Dùng cho', 'Used for'], of(MAP_USE)],
    ['sheet', ['Tờ bản đồ, bộ dữ liệu', 'Sheet or data set'], text],
    ['result', ['Kết quả', 'Finding'], of(MAP_FINDING)],
    ['finding', ['Phát hiện', 'In words'], text],
    ['follow_up', ['Việc phải làm tiếp', 'Follow-up'], text],
    ['deadline', ['Thời hạn', 'Deadline'], text],
    ['works', ['Công trình', 'Works'], record],
  ],
  object: [
    ['name', ['Tên', 'Name'], text],
    ['kind', KIND, of(OBJECT)],
    ['code', ['Ký hiệu', 'Code'], text],
    ['looked_after_by', ['Đơn vị trông coi', 'Looked after by'], text],
  ],
}

const isEmpty = (value) => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** What the record of a card is, in a few words. */
export function titleOfFeature({ id, layer, properties }) {
  const { marker, object, segment, title, name } = properties
  if (layer === 'inspections' && !object) {
    if (marker) return pair([`Kiểm tra mốc ${written(marker)}`, `Inspection of marker ${written(marker)}`])
    if (segment) return pair([`Kiểm tra đoạn ${written(segment)}`, `Inspection of stretch ${written(segment)}`])
  }
  const kind = KINDS[OF_LAYER[layer]]
  const place = marker ?? properties.near_marker ?? segment
  const called = title ?? name ?? (place ? written(place) : null)
  const words = kind ? pair(kind) : layer
  if (layer === 'inspections' && object) return `${words} ${pair(['đối tượng', 'of an object'])}`
  return called ? `${words}: ${called}` : kind ? words : `${words} ${id}`
}

function placeOf({ referent, observed }) {
  const rows = []
  const [[how, where] = []] = Object.entries(referent ?? {})
  const at = { marker: ['Mốc', 'Marker'], near_marker: ['Khu vực mốc', 'Area of marker'], segment: ['Đoạn', 'Stretch'], area: ['Khu vực', 'Area'] }
  if (how === 'along') {
    rows.push([pair(['Nơi', 'Place']), `${written(where.marker)} + ${where.offset_m} m → ${written(where.toward)}`])
  } else if (how) {
    rows.push([at[how] ? pair(at[how]) : how, how === 'area' ? where : written(where)])
  }
  if (observed) {
    const [lon, lat] = observed.position
    const within = isEmpty(observed.accuracy_m) ? '' : ` ± ${observed.accuracy_m} m`
    rows.push([pair(['Tọa độ', 'Position']), `${lat}, ${lon}${within}`])
  }
  return rows
}

/** All that a content of a record says, as rows of label and words; `whole` when nothing of it is left out. */
export async function saidOf(type, label, content, token) {
  const { details, ...own } = content.body
  const body = { ...own, ...details }
  const rows = placeOf(content.location ?? {})
  let whole = Object.hasOwn(FIELDS, type)
  const known = new Set()
  for (const [field, words, say] of [...(FIELDS[type] ?? []), ...NOTES]) {
    if (isEmpty(body[field])) continue
    const said = await say(body[field], token)
    if (said === null) continue
    known.add(field)
    rows.push([pair(words), said])
  }
  if (Object.entries(body).some(([field, value]) => !isEmpty(value) && !known.has(field))) whole = false
  rows.push([pair(['Mức phổ biến', 'Label']), of(LABEL)(label) ?? label])
  return { rows, whole }
}
